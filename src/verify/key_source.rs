//! Where the keys of a scheme come from, as its members `keyUrl`, `keyHosts`, `keyId` and `keyCredential` say. Nothing is fetched here.

use alloc::{string::String, vec::Vec};

use super::keys::VerificationKey;
use crate::algorithm::asymmetric;
use crate::canonical::{Inputs, Part, Symbols, Template};
use crate::error::{Error, Fault, cited};
use crate::named::Named as _;
use crate::placement::Received;
use crate::scheme::{KeyCredential, Scheme};
use crate::text::{at_most, quoted, replaced, utf8};

/// The key that a message was signed with, for the caller to fetch: see [`Verifier::needs`](crate::Verifier::needs).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeyNeed {
    /// The id of the key, as the message names it; the URL, if the scheme names keys by their URLs. What is fetched for this need is handed in
    /// with this id as the credential `keyIds`, or as a JWK with this `kid`.
    pub key_id: String,
    /// The URL to fetch, on one of the scheme's hosts. `None` if the provider's documentation says how the key is fetched by its id.
    pub url: Option<String>,
    /// The credential that is fetched.
    pub credential: KeyCredential,
}

/// Where the keys of a scheme come from.
pub(super) struct KeySource {
    url: Option<Template>,
    hosts: Vec<String>,
    key_id: Option<Template>,
    credential: KeyCredential,
    _enabled: asymmetric::Enabled,
}

impl KeySource {
    /// `None` if the scheme does not say.
    ///
    /// # Errors
    ///
    /// [`Error::SchemeInvalid`] for a template that cannot be parsed.
    pub(super) fn read(scheme: &Scheme<'_>) -> Result<Option<Self>, Error> {
        let Some(enabled) = asymmetric::enabled().filter(|_| scheme.has_key_source()) else { return Ok(None) };
        let symbols = Symbols { inputs: scheme.inputs, ..Symbols::default() };
        let parse = |member: &str, text: &str| match text {
            "" => Ok(None),
            _ => Template::parse(member, text, symbols).map(Some),
        };
        Ok(Some(Self {
            url: parse("keyUrl", scheme.key_url)?,
            hosts: scheme.key_hosts.iter().map(|&host| host.into()).collect(),
            key_id: parse("keyId", scheme.key_id)?,
            credential: scheme.key_credential,
            _enabled: enabled,
        }))
    }

    /// The id of the key that a message with these inputs names; otherwise its URL.
    ///
    /// # Errors
    ///
    /// [`Error::KeySourceRefused`] for an id that no key can have.
    pub(super) fn key_id(&self, extracted: &[Vec<u8>]) -> Result<Vec<u8>, Error> {
        let mut id = Vec::new();
        let inputs = Inputs { extracted, ..Inputs::default() };
        self.key_id.iter().chain(&self.url).take(1).try_for_each(|template| template.fill(&inputs, &mut id))?;
        let text = core::str::from_utf8(&id).ok().filter(|text| !text.chars().any(char::is_control));
        match text {
            Some(text) if (1..=MAX_URL).contains(&text.len()) => Ok(id),
            Some(_) | None => {
                let expected = ["the id of a key, of ", &at_most(MAX_URL, "bytes"), " of text"].concat();
                Err(refused("keyId", expected, &id))
            }
        }
    }

    /// What to fetch for a message with these inputs; `None` if one of the `keys` may have signed it.
    ///
    /// # Errors
    ///
    /// [`Error::KeySourceRefused`] for a URL that is not on one of the scheme's hosts, or not written plainly.
    pub(super) fn need(&self, keys: &[VerificationKey], extracted: &[Vec<u8>]) -> Result<Option<KeyNeed>, Error> {
        let key_id = self.key_id(extracted)?;
        if keys.iter().any(|key| key.is_named(Some(&key_id))) {
            return Ok(None);
        }
        let inputs = Inputs { extracted, ..Inputs::default() };
        let url = self.url.as_ref().map(|template| self.url(template, &inputs)).transpose()?;
        Ok(Some(KeyNeed { key_id: utf8(&key_id).into(), url, credential: self.credential }))
    }

    fn url(&self, template: &Template, inputs: &Inputs<'_>) -> Result<String, Error> {
        let mut url = Vec::new();
        template.fill(inputs, &mut url)?;
        // A value inside of a URL is one element of its path or query, whatever a client does with the URL.
        let is_whole = matches!(template.parts(), [Part::Input { .. }]);
        for part in template.parts().iter().filter(|part| !is_whole && part.variable().is_some()) {
            let mut value = Vec::new();
            part.write(inputs, &mut value)?;
            if !is_plain_name(&value) {
                let expected = "the id of a key of letters, digits, `-`, `_` and `.`, since it stands in a URL";
                return Err(refused("keyUrl", expected.into(), &value));
            }
        }
        if is_fetchable(&url, &self.hosts) {
            return Ok(utf8(&url).into());
        }
        let hosts = quoted(self.hosts.iter().map(|host| &**host), " or ");
        let expected =
            ["a plain URL with `https` on ", &hosts, ", without user, port, fragment or dot segments"].concat();
        Err(refused("keyUrl", expected, &url))
    }
}

/// Refuses a message of which each signature names a key that is none of the `keys`.
///
/// # Errors
///
/// [`Error::KeyNeeded`]
pub(super) fn check(
    source: Option<&KeySource>,
    keys: &[VerificationKey],
    key_id: Option<&[u8]>,
    received: &Received,
) -> Result<(), Error> {
    if !asymmetric::IS_ENABLED {
        return Ok(());
    }
    let mut last = None;
    for signature in &received.signatures {
        let named = key_id.or_else(|| signature.key_id());
        if keys.iter().any(|key| key.is_named(named)) {
            return Ok(());
        }
        last = named.or(last);
    }
    last.map_or(Ok(()), |key_id| Err(needed(source, key_id, keys.len())))
}

/// The error for a message that names the key `key_id`, which is not at hand; `keys` are.
pub(super) fn needed(source: Option<&KeySource>, key_id: &[u8], keys: usize) -> Error {
    let what_to_do = if source.is_some() { "`needs` says what to fetch" } else { "get the provider's keys again" };
    let expected = ["the key ", &shown(key_id), ", which the message names: ", what_to_do].concat();
    let part = source.map_or(KeyCredential::PublicKeys, |source| source.credential).name();
    Error::KeyNeeded(Fault::new(part, expected, if keys == 0 { "no key" } else { "keys with other ids" }))
}

fn refused(part: &str, expected: String, got: &[u8]) -> Error {
    Error::KeySourceRefused(Fault::new(part, expected, shown(got)))
}

/// A received value, as an error shows it.
fn shown(value: &[u8]) -> String {
    core::str::from_utf8(value).map_or_else(|_| String::from("bytes that are no text"), cited)
}

/// Whether `value` is the same in a URL, wherever it stands, and no step in a path.
fn is_plain_name(value: &[u8]) -> bool {
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(byte);
    value.iter().all(is_plain) && !value.iter().all(|&byte| byte == b'.')
}

/// Whether every client fetches `url` from one of the `hosts`, by TLS. The host is compared byte for byte, and what clients
/// rewrite is refused: they disagree about it.
fn is_fetchable(url: &[u8], hosts: &[String]) -> bool {
    let Some(rest) = url.strip_prefix(b"https://").filter(|_| url.len() <= MAX_URL) else { return false };
    let host = hosts.iter().find_map(|host| rest.strip_prefix(host.as_bytes()));
    let Some(path) = host.filter(|path| path.starts_with(b"/")) else { return false };
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/?%".contains(byte);
    let mut escapes = path.split(|&byte| byte == b'%').skip(1);
    let is_escape = |rest: &[u8]| rest.get(..2).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
    let before_query = path.split(|&byte| byte == b'?').next().unwrap_or_default();
    let dots = before_query.to_ascii_lowercase();
    let dots = replaced(&dots, b"%2e", b".");
    let has_steps = dots.split(|&byte| byte == b'/').any(|step| step == b"." || step == b"..");
    path.iter().all(is_plain) && escapes.all(is_escape) && !has_steps
}

/// The largest URL, and id of a key, in bytes.
const MAX_URL: usize = 2048;

#[cfg(test)]
mod tests {
    use alloc::{string::String, vec::Vec};

    use super::{is_fetchable, is_plain_name};

    #[test]
    fn only_a_plain_url_on_a_host_of_the_list_is_fetched() {
        let hosts = Vec::from(["api.acme.example", "api.sandbox.acme.example"].map(String::from));
        let is_fetched = |url: &str| is_fetchable(url.as_bytes(), &hosts);
        for url in [
            "https://api.acme.example/v1/notifications/certs/CERT-360caa42-fca2a594-1d93a270",
            "https://api.sandbox.acme.example/v1/notifications/certs/CERT-1",
            "https://api.acme.example/",
            "https://api.acme.example/a%20b?c=d%2Fe&f=../g",
        ] {
            assert!(is_fetched(url), "{url}");
        }
        for url in [
            "",
            "https://api.acme.example",
            "http://api.acme.example/a",
            "HTTPS://api.acme.example/a",
            "https:/api.acme.example/a",
            "https:///api.acme.example/a",
            "https:\\\\api.acme.example\\a",
            "//api.acme.example/a",
            "https://API.acme.example/a",
            "https://api.acme.example./a",
            "https://api.acme.example:443/a",
            "https://api.acme.example:/a",
            "https://api.acme.example.evil.com/a",
            "https://api.acme.example@evil.com/a",
            "https://user@api.acme.example/a",
            "https://user:api.acme.example@evil.com/a",
            "https://evil.com/api.acme.example/a",
            "https://evil.com/?https://api.acme.example/a",
            "https://evil.com#@api.acme.example/a",
            "https://evil.com\\@api.acme.example/a",
            "https://api.acme.example\\@evil.com/a",
            "https://api.acme.example\\a",
            "https://api.acme.example#a",
            "https://api.acme.example?a",
            "https://api.acme.example/a#b",
            "https://api.acme.example/a b",
            "https://api.acme.example/a\n",
            "https://api.acme.example/\u{0}",
            " https://api.acme.example/a",
            "https://\tapi.acme.example/a",
            "https://api.pay\tpal.com/a",
            "https://api%2eacme.example/a",
            "https://%61pi.acme.example/a",
            "https://api.acme.example%2f@evil.com/a",
            "https://api.acme.example%00.evil.com/a",
            "https://xapi.acme.example/a",
            "https://acme.example/a",
            "https://api。acme.example/a",
            "https://api.acme。com/a",
            "https://аpi.acme.example/a",
            "https://api.paypaⅼ.com/a",
            "https://xn--pi-7kc.acme.example/a",
            "https://[::1]/a",
            "https://127.0.0.1/a",
            "https://2130706433/a",
            "https://api.acme.example/../a",
            "https://api.acme.example/a/..",
            "https://api.acme.example/./a",
            "https://api.acme.example/%2e%2E/a",
            "https://api.acme.example/.%2e/a",
            "https://api.acme.example/a%",
            "https://api.acme.example/a%2",
            "https://api.acme.example/a%zz",
            "https://api.acme.example/\u{e9}",
            "https://api.acme.example/a[b]",
            "javascript:alert(1)//https://api.acme.example/",
            "file://api.acme.example/etc/passwd",
        ] {
            assert!(!is_fetched(url), "{url}");
        }
        assert!(!is_fetched(&["https://api.acme.example/", &"a".repeat(2048)].concat()));
    }

    #[test]
    fn a_value_inside_of_a_url_is_a_name() {
        for name in ["a", "879dc113-5ca4-4ff7-a6b7-54652083fcf8", "A_b~c.d"] {
            assert!(is_plain_name(name.as_bytes()), "{name}");
        }
        for other in ["", ".", "..", "...", "a/b", "a?b", "a#b", "a%2fb", "a b", "a\\b", "\u{e9}", "a;b", "a:b", "a@b"]
        {
            assert!(!is_plain_name(other.as_bytes()), "{other}");
        }
    }
}
