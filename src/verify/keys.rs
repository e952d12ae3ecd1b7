//! Verification keys: several at once during key rotation.

use alloc::{string::String, vec::Vec};

use super::same;
use crate::algorithm::asymmetric::{self, Certificate, Chains, KeyId};
#[cfg(feature = "js")]
use crate::algorithm::host::Host;
use crate::algorithm::{Algorithm, Key, Rules};
use crate::credentials::{self, JwsAlgorithms, KEY_IDS, KEYS, KeyRecipe, ROOTS};
use crate::error::{Error, Fault};
use crate::placement::{Received, ReceivedSignature};
use crate::scheme::{Profile, Scheme};
use crate::secret::Secret;
use crate::text::decimal;
use crate::timestamp::Validity;

/// A key with its other credentials.
pub(super) struct VerificationKey {
    pub credentials: Vec<Secret>,
    /// The key for each algorithm. For a key pair, one key is for all of them.
    keys: Vec<(Algorithm, Key)>,
    /// The validity of the certificate with the key, if it came in one and the caller does not ignore it.
    validity: Option<Validity>,
    /// The id of the key. A message that names another is not verified by it.
    key_id: KeyId,
    /// The index of the key, or of the set that it is in, among those that the caller gave.
    pub place: usize,
}

impl VerificationKey {
    /// The key for `algorithm`, which a JWS names; otherwise the only one.
    pub(super) fn key(&self, algorithm: Option<Algorithm>) -> &Key {
        let own = self.keys.iter().find(|(own, _)| Some(*own) == algorithm);
        &own.unwrap_or(&self.keys[0]).1
    }

    /// Whether the credentials in the message are those of this key, compared in constant time.
    pub(super) fn has(&self, received: &Received) -> bool {
        received.credentials.iter().all(|(index, value)| same(self.credentials[*index].expose(), value))
    }

    /// Whether the key may have signed a message that names the key `key_id`, if it names one.
    pub(super) fn is_named(&self, key_id: Option<&[u8]>) -> bool {
        key_id.is_none() || self.key_id.is_none() || self.key_id.as_deref() == key_id
    }

    /// Lets `host` compute with the keys.
    #[cfg(feature = "js")]
    pub(super) fn use_host(&mut self, host: &'static dyn Host) {
        self.keys.iter_mut().for_each(|(_, key)| key.use_host(host));
    }

    /// Whether the host may have been asked about an input of `length` bytes in place of the core.
    pub(super) fn asks_host(&self, length: usize) -> bool {
        self.keys.iter().any(|(_, key)| key.asks_host(length))
    }

    /// Never asks the host about these keys again.
    pub(super) fn leave_host(&self) {
        self.keys.iter().for_each(|(_, key)| key.leave_host());
    }

    /// Refuses a key whose certificate is not valid at `now_ms`.
    pub(super) fn check_certificate(&self, now_ms: i64) -> Result<(), Error> {
        let validity = self.validity.filter(|_| asymmetric::IS_ENABLED);
        validity.map_or(Ok(()), |validity| validity.check_at(now_ms, "certificates"))
    }
}

/// The certificates that messages may bring along, whose keys verify them.
pub(super) struct BroughtKeys {
    chains: Chains,
    algorithm: Algorithm,
    algorithms: Vec<Algorithm>,
    rules: Rules<'static>,
}

impl BroughtKeys {
    /// `None` if the scheme trusts no certificates by their roots.
    ///
    /// # Errors
    ///
    /// [`Error::CredentialInvalid`] for a root that is no certificate.
    pub(super) fn read(
        scheme: &Scheme<'_>,
        given: &[(&str, Secret)],
        algorithms: &JwsAlgorithms,
    ) -> Result<Option<Self>, Error> {
        if !asymmetric::IS_ENABLED || scheme.trusted_roots.is_empty() {
            return Ok(None);
        }
        let mut chains = Chains::new(scheme.trusted_roots, scheme.certificate_extensions, scheme.certificate_time)?;
        let mut roots = given.iter().filter(|(name, _)| *name == ROOTS).map(|(_, root)| root.expose()).peekable();
        if roots.peek().is_some() {
            chains.replace_roots(roots, ROOTS)?;
        }
        let algorithms = algorithms.iter().map(|(_, algorithm)| *algorithm).collect();
        let rules = Rules { prefixes: &[], ..scheme.rules() };
        Ok(Some(Self { chains, algorithm: scheme.algorithm, algorithms, rules }))
    }

    /// The key of each chain that `received` brings along.
    ///
    /// # Errors
    ///
    /// [`Error::CertificateRefused`]
    pub(super) fn keys(&self, received: &Received, now_ms: i64) -> Result<Vec<VerificationKey>, Error> {
        let mut keys = Vec::with_capacity(received.signatures.len());
        for jws in received.signatures.iter().filter_map(ReceivedSignature::jws) {
            let key = Key::certified(&self.algorithms, &self.rules, self.chains.key(jws, now_ms)?);
            let keys_of = Vec::from([(self.algorithm, key)]);
            keys.push(VerificationKey {
                credentials: Vec::new(),
                keys: keys_of,
                validity: None,
                key_id: None,
                place: 0,
            });
        }
        Ok(keys)
    }
}

/// The keys of the credentials `given`, in their order, for signatures of any of the `algorithms`.
///
/// # Errors
///
/// [`Error::CredentialMissing`]; [`Error::CredentialInvalid`]; [`Error::Unsupported`] for a key pair in a build without
/// it.
pub(super) fn read(
    scheme: &Scheme<'_>,
    given: &[(&str, Secret)],
    options: &[String],
    algorithms: &JwsAlgorithms,
    any_certificate: bool,
) -> Result<Vec<VerificationKey>, Error> {
    let recipe = KeyRecipe::read(scheme)?;
    if scheme.algorithm.is_asymmetric() {
        asymmetric::require(given.first().map_or(KEYS[0], |(name, _)| *name))?;
        let algorithms: Vec<Algorithm> = algorithms.iter().map(|(_, algorithm)| *algorithm).collect();
        return asymmetric(scheme, &recipe, given, &algorithms, any_certificate);
    }
    let sets = credentials::sets(scheme, given, |_| true)?;
    credentials::check_texts(scheme, &recipe, given)?;
    let mut keys = Vec::with_capacity(sets.len());
    for (place, credentials) in sets.into_iter().enumerate() {
        let secret = recipe.make(scheme.algorithm, &credentials, options)?;
        let mut own = Vec::with_capacity(algorithms.len());
        for (_, algorithm) in algorithms {
            own.push((*algorithm, Key::new(*algorithm, &scheme.rules(), &secret, &recipe.name)?));
        }
        keys.push(VerificationKey { credentials, keys: own, validity: None, key_id: None, place });
    }
    Ok(keys)
}

fn asymmetric(
    scheme: &Scheme<'_>,
    recipe: &KeyRecipe,
    given: &[(&str, Secret)],
    algorithms: &[Algorithm],
    any_certificate: bool,
) -> Result<Vec<VerificationKey>, Error> {
    let is_private =
        |name: &str| (0..scheme.credentials.len()).any(|i| scheme.credentials[i] == name && recipe.uses(i));
    if let Some((name, _)) = given.iter().find(|(name, _)| is_private(name)) {
        let expected = "`publicKeys` or `certificates` to verify with";
        return Err(Error::CredentialInvalid(Fault::new(name, expected, "the private half")));
    }
    let given = given.iter().filter(|(name, _)| *name != ROOTS || scheme.trusted_roots.is_empty());
    let (ids, given): (Vec<_>, Vec<_>) = given.cloned().partition(|(name, _)| *name == KEY_IDS);
    let (keys, own): (Vec<_>, Vec<_>) = given.into_iter().partition(|(name, _)| KEYS.contains(name));
    let sets = credentials::sets(scheme, &own, |index| !recipe.uses(index))?;
    credentials::check_texts(scheme, recipe, &own)?;
    let missing = |name: &str| Err(Error::missing(scheme.id, name));
    let brings_keys = !scheme.trusted_roots.is_empty();
    if let Some((name, _)) = keys.first().filter(|_| brings_keys) {
        let why = "a message brings its certificates along: `rootCertificates` are trusted";
        return Err(Error::CredentialInvalid(Fault::inapplicable(name, why)));
    }
    if keys.is_empty() && !scheme.has_key_source() && !brings_keys {
        return missing(KEYS[0]);
    }
    check_ids(scheme, &ids, keys.len())?;
    if let Some((name, _)) = keys.iter().chain(&ids).find(|(_, key)| key.expose().is_empty()) {
        return missing(name);
    }
    if sets.len() > 1 && sets.len() != keys.len() && !keys.is_empty() {
        let expected = "as many as the other credentials, or those once";
        return Err(Error::CredentialInvalid(Fault::new(KEYS[0], expected, decimal(keys.len()))));
    }
    let mut verification_keys = Vec::with_capacity(keys.len());
    for (place, (name, key)) in keys.into_iter().enumerate() {
        let id = ids.get(if ids.len() > 1 { place } else { 0 }).map(|(_, id)| id.expose());
        for (own, key, validity) in
            named(public(algorithms, &scheme.rules(), (name, &key), scheme.has_key_source() || id.is_some())?, id)?
        {
            let validity = validity.filter(|_| !any_certificate);
            let credentials = sets[place.min(sets.len() - 1)].clone();
            let keys = Vec::from([(scheme.algorithm, key)]);
            verification_keys.push(VerificationKey { credentials, keys, validity, key_id: own, place });
        }
    }
    Ok(verification_keys)
}

/// Refuses ids of keys that do not belong to as many keys, or that no message names.
fn check_ids(scheme: &Scheme<'_>, ids: &[(&str, Secret)], keys: usize) -> Result<(), Error> {
    let refused = |fault| Err(Error::CredentialInvalid(fault));
    match ids.len() {
        0 => Ok(()),
        _ if !scheme.has_key_source()
            && !scheme.algorithm.is_jws()
            && scheme.profile != Some(Profile::HttpMessageSignatures) =>
        {
            refused(Fault::inapplicable(KEY_IDS, "the messages of this scheme name no key"))
        }
        1 if keys > 0 => Ok(()),
        count if count == keys => Ok(()),
        count => refused(Fault::new(KEY_IDS, "one, or as many as there are keys", decimal(count))),
    }
}

/// The `keys` for messages that name the key `id`, if it is given. A key with another id of its own is left out.
fn named(mut keys: Vec<PublicKey>, id: Option<&[u8]>) -> Result<Vec<PublicKey>, Error> {
    let Some(id) = id else { return Ok(keys) };
    keys.retain(|(own, ..)| own.as_deref().is_none_or(|own| own == id));
    keys.iter_mut().for_each(|(own, ..)| *own = Some(id.into()));
    if keys.is_empty() {
        let expected = "the id of the key, or of one in the set";
        return Err(Error::CredentialInvalid(Fault::new(KEY_IDS, expected, "another one")));
    }
    Ok(keys)
}

/// A public key with its id and the validity of its certificate.
type PublicKey = (KeyId, Key, Option<Validity>);

/// The public keys in `key`, or the key of a certificate with its validity; `is_named` as in [`Key::public_keys`].
fn public(
    algorithms: &[Algorithm],
    rules: &Rules<'_>,
    (name, key): (&str, &Secret),
    is_named: bool,
) -> Result<Vec<PublicKey>, Error> {
    if name == KEYS[0] {
        let keys = Key::public_keys(algorithms, rules, key, name, is_named)?;
        return Ok(keys.into_iter().map(|(id, key)| (id, key, None)).collect());
    }
    let Certificate { key, validity, .. } = Certificate::for_algorithms(key.expose(), name, algorithms, rules)?;
    Ok(Vec::from([(None, Key::certified(algorithms, rules, key), Some(validity))]))
}
