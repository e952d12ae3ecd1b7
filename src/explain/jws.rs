//! A JWS as it came, however it is written, and what people confuse in one.

use alloc::{string::String, vec::Vec};

use super::candidate::{Built, Pieces, pieces};
use super::causes::CauseId;
use super::companion::Side;
use super::expected::Expected;
use super::keys::KeyForms;
use super::opened::{Kind, Opened, Seal};
use super::reason::{Reason, note, told};
use super::received::{Digest, Received, standard_base64, texts};
use crate::algorithm::asymmetric::{Certificate, Wanted};
use crate::algorithm::jws::{Compact, Form};
use crate::algorithm::{Algorithm, MODERN_BITS};
use crate::credentials::{self, JwsAlgorithms};
use crate::digest::Hash;
use crate::encoding::{Encoding, decode_base64};
use crate::error::{Error, excerpt};
use crate::json::Object;
use crate::scheme::Scheme;
use crate::secret::Secret;
use crate::text::{decimal, in_quotes, quoted, replaced, utf8};

/// What was received, cut into its parts and read leniently.
#[derive(Debug)]
pub(super) struct Jws {
    /// As it stands in what is signed.
    pub protected: Vec<u8>,
    /// Decoded; empty where it cannot be.
    pub header: Vec<u8>,
    payload: String,
    pub signature: String,
    pub form: Form,
    /// The algorithm that the header names, allowed or not; the first that is allowed if it names none.
    pub algorithm: Algorithm,
    /// What a key may be for: the algorithm that the header names, or any that is allowed.
    pub algorithms: Vec<Algorithm>,
    /// What is not as RFC 7515 has it, or as the options want it.
    pub causes: Vec<Reason>,
    /// Why it is refused, should nothing be among the causes.
    pub refusal: Option<Reason>,
}

impl Jws {
    /// What was received for a scheme whose signatures are JWS; notes its form in `received`.
    pub(super) fn received(
        part: &Side<'_>,
        options: &[String],
        body: &[u8],
        received: &mut Received,
    ) -> Result<Option<Self>, Error> {
        if !part.scheme.algorithm.is_jws() {
            return Ok(None);
        }
        let jws = Self::read(part.scheme, received, options, &part.options, body)?;
        received.form = Some(jws.form_received());
        Ok(Some(jws))
    }

    /// Reads the first of the texts that has a header.
    fn read(
        scheme: &Scheme<'_>,
        carried: &Received,
        options: &[String],
        given: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Self, Error> {
        let value = |name: &str| credentials::option_of(scheme, options, name);
        let (form, allowed) = credentials::jws_choice(scheme.algorithm, value("jws.form"), value("jws.alg"))?;
        let form = credentials::option(given, "jws.form").map(|_| form);
        let compact = |text: &String| {
            let joined = from_json(text.as_bytes()).map(|joined| (joined, Vec::from([Reason::from(CauseId::JwsJson)])));
            let mut all = joined.map_or_else(|| texts(text), |joined| Vec::from([joined]));
            all.iter_mut().for_each(|(_, causes)| causes.extend(carried.place(text)));
            all
        };
        let mut all: Vec<(String, Vec<Reason>)> = carried.signatures.iter().flat_map(compact).collect();
        let place = all.iter().position(|(text, _)| Parts::cut(text).header().is_some_and(|(raw, _)| is_object(&raw)));
        let (text, causes) = all.swap_remove(place.unwrap_or_default());
        let mut jws = Self::of(scheme.algorithm, &text, causes, &allowed);
        let strict = Compact::parse(&text, "received", &allowed, "`jws.alg`");
        let own = strict.as_ref().map_or_else(|_| jws.form_received(), |jws| jws.form);
        strict.iter().for_each(|strict| jws.algorithms = Vec::from([strict.algorithm]));
        jws.refusal = strict.err().and_then(|error| told(CauseId::JwsRefused, &error));
        // With nothing to attach, attached looks as detached does.
        let is_same = |due: Form| due == own || (body.is_empty() && (due, own) == (Form::Attached, Form::Detached));
        if let Some(due) = form.filter(|due| !is_same(*due) && is_object(&jws.header)) {
            jws.causes.push(Reason::named(CauseId::JwsForm, &[called(own), "; expected ", called(due)].concat()));
        }
        Ok(jws)
    }

    fn of(own: Algorithm, text: &str, mut causes: Vec<Reason>, allowed: &JwsAlgorithms) -> Self {
        let parts = Parts::cut(text);
        let (header, spelt) = parts.header().unwrap_or_default();
        note(&mut causes, parts.count == 1, CauseId::JwsSignatureOnly);
        note(&mut causes, parts.count > 1 && !is_object(&header), CauseId::JwsHeaderUnreadable);
        spelt.into_iter().for_each(|id| note(&mut causes, true, id));
        let object = Object::parse(&header).ok();
        let is_unencoded = object.as_ref().is_some_and(|header| header.value("b64") == Some(b"false"));
        note(&mut causes, is_unencoded && !parts.payload.is_empty(), CauseId::JwsUnencodedInside);
        let payload = decoded(parts.payload).and_then(|(_, id)| id).filter(|_| !is_unencoded);
        payload.into_iter().for_each(|id| note(&mut causes, true, id));
        let named = object.as_ref().and_then(|header| header.text("alg")).unwrap_or_default();
        let named = utf8(&named);
        note(&mut causes, named.eq_ignore_ascii_case("none"), CauseId::JwsAlgorithmNone);
        note(&mut causes, parts.signature.is_empty(), CauseId::JwsSignatureMissing);
        if parts.count > 1 && parts.count != 3 && !is_unencoded {
            causes.push(Reason::named(CauseId::JwsParts, &decimal(parts.count)));
        }
        let is_allowed = allowed.iter().any(|(own, _)| *own == named);
        if !is_allowed && !named.eq_ignore_ascii_case("none") && is_object(&header) {
            let due = quoted(allowed.iter().map(|(name, _)| *name), " or ");
            let got = if named.is_empty() { "no algorithm".into() } else { in_quotes(&excerpt(named)) };
            causes.push(Reason::named(CauseId::JwsAlgorithmRefused, &[&*got, "; expected ", &due].concat()));
        }
        let first = allowed.first().map_or(own, |(_, algorithm)| *algorithm);
        let algorithm = own.jose().find(|(name, _)| *name == named).map_or(first, |(_, algorithm)| algorithm);
        let mut protected = parts.protected.as_bytes().to_vec();
        if parts.count == 1 {
            // What the scheme would have written.
            protected = Form::Detached.protected(allowed.first().map_or("", |(name, _)| name), None);
        }
        Self {
            protected,
            payload: parts.payload.into(),
            signature: parts.signature.into(),
            form: if is_unencoded { Form::Unencoded } else { Form::Detached },
            algorithm,
            algorithms: allowed.iter().map(|(_, algorithm)| *algorithm).collect(),
            causes,
            refusal: None,
            header,
        }
    }

    /// The keys that the header brings along: nobody has to trust them.
    pub(super) fn keys(&self) -> Vec<Named> {
        let Ok(header) = Object::parse(&self.header) else { return Vec::new() };
        let mut keys = Vec::new();
        let first = header.value("x5c").and_then(|list| list.split(|&byte| byte == b'"').nth(1).map(<[u8]>::to_vec));
        keys.extend(first.map(|text| ("certificates", replaced(&text, b"\\/", b"/"))));
        keys.extend(header.value("jwk").map(|key| ("publicKeys", key.to_vec())));
        keys
    }

    /// What its header says of the key, and what `given` says otherwise.
    pub(super) fn look(&self, given: &[(&str, Secret)]) -> Vec<Reason> {
        let mut warnings = Vec::new();
        let Ok(header) = Object::parse(&self.header) else { return warnings };
        let named: Vec<Vec<u8>> =
            given.iter().filter_map(|(_, key)| Object::parse(key.expose()).ok()?.text("kid")).collect();
        if let Some(kid) = header.text("kid").filter(|kid| !named.is_empty() && !named.contains(kid)) {
            warnings.push(Reason::named(CauseId::JwsKidOther, &excerpt(utf8(&kid))));
        }
        let prints = |hash: Hash| -> Vec<Vec<u8>> {
            let certificates = given.iter().filter_map(|(name, key)| certificate(name, key));
            certificates.map(|der| encoded(&hash.digest(&[&der]))).collect()
        };
        for (name, hash) in [("x5t", Hash::Sha1), ("x5t#S256", Hash::Sha256)] {
            let known = if header.get(name).is_some() { prints(hash) } else { Vec::new() };
            if !known.is_empty() && header.get(name).is_some_and(|print| known.iter().all(|own| own != print)) {
                warnings.push(Reason::named(CauseId::JwsCertificateOther, name));
            }
        }
        warnings
    }

    /// As [`Self::compare`] for a shared secret: a MAC is the same as a seal that only its key can make.
    pub(super) fn compare_shared(
        &self,
        base: &Expected,
        ring: &[KeyForms],
        received: &mut [Digest],
        sealed: &mut Opened,
    ) {
        let Some(hash) = self.algorithm.mac_hash() else { return };
        let causes = || self.causes.iter().cloned().chain(self.refusal.clone().filter(|_| self.causes.is_empty()));
        received.iter_mut().for_each(|digest| digest.causes.extend(causes()));
        for (set, held) in ring.iter().enumerate() {
            let kind = Kind::Mac(hash, Secret::from(held.own.bytes()));
            let seals = received.iter().map(|_| Seal { set, kind: kind.clone() }).collect();
            let mut own = Opened { seals, ..Opened::default() };
            self.compare(base, ring, received, &mut own);
            if own.inside.is_some() {
                *sealed = own;
                return;
            }
        }
    }

    /// Notes how the payload inside and the one of `base` differ; digests of a payload that is spelt otherwise become those of
    /// the same payload as it should be.
    pub(super) fn compare(&self, base: &Expected, keys: &[KeyForms], received: &mut [Digest], sealed: &mut Opened) {
        let mut built = Built::default();
        if self.payload.is_empty() || built.fill(base, &[], 0).is_none() {
            return;
        }
        let start = [&*self.protected, b"."].concat();
        let literal = [&*start, self.payload.as_bytes()].concat();
        let is_raw = self.form == Form::Unencoded;
        let inside = decoded(&self.payload).filter(|_| !is_raw);
        let inside = inside.map_or_else(|| self.payload.as_bytes().to_vec(), |(raw, _)| raw);
        let due = built.ways.first().and_then(|bytes| bytes.get(start.len()..)).unwrap_or_default();
        let own = if is_raw { due.to_vec() } else { decoded_bytes(due) };
        for (place, (seal, digest)) in sealed.seals.iter().zip(received).enumerate() {
            if !keys.get(seal.set).is_some_and(|key| seal.kind.fits(&key.own, &literal, &digest.raw)) {
                continue;
            }
            let strict = if is_raw { literal.clone() } else { [&*start, &encoded(&inside)].concat() };
            if !matches!(seal.kind, Kind::Verified(_)) {
                digest.raw = seal.kind.make(&strict);
            }
            let pieces = pieces(base, &[], 0, 0).into_iter().map(|(label, bytes)| {
                let is_payload = label.starts_with("payload");
                (label, if is_payload { self.payload.as_bytes().to_vec() } else { bytes })
            });
            let id = Reason::named(CauseId::JwsPayloadOther, &difference(&inside, &own));
            sealed.inside.get_or_insert_with(|| (place, id, Pieces::from_iter(pieces)));
        }
        if sealed.inside.is_none() && inside != own {
            sealed.aside = Some(CauseId::JwsPayloadNotSigned.into());
        }
    }

    fn form_received(&self) -> Form {
        match self.form {
            Form::Detached if !self.payload.is_empty() => Form::Attached,
            form @ (Form::Attached | Form::Detached | Form::Unencoded) => form,
        }
    }
}

/// The text at its first and last dot.
struct Parts<'t> {
    protected: &'t str,
    payload: &'t str,
    signature: &'t str,
    count: usize,
}

impl<'t> Parts<'t> {
    fn cut(text: &'t str) -> Self {
        let count = text.bytes().filter(|&byte| byte == b'.').count() + 1;
        let (rest, signature) = text.rsplit_once('.').unwrap_or(("", text));
        let (protected, payload) = rest.split_once('.').unwrap_or((rest, ""));
        Self { protected, payload, signature, count }
    }

    fn header(&self) -> Option<(Vec<u8>, Option<CauseId>)> {
        if self.protected.starts_with('{') {
            return Some((self.protected.into(), Some(CauseId::JwsHeaderNotEncoded)));
        }
        decoded(self.protected)
    }
}

/// The flattened JSON serialisation (RFC 7515 §7.2.2) as a compact one.
fn from_json(text: &[u8]) -> Option<String> {
    let object = Object::parse(text).ok()?;
    let member = |name: &str| object.text(name).and_then(|text| String::from_utf8(text).ok());
    Some([member("protected")?, member("payload").unwrap_or_default(), member("signature")?].join("."))
}

/// What base64url stands for, and how it is spelt if it is not.
fn decoded(text: &str) -> Option<(Vec<u8>, Option<CauseId>)> {
    if let Ok(raw) = Encoding::Base64Url.read(text.as_bytes()) {
        return Some((raw, None));
    }
    let raw = decode_base64(&standard_base64(text.as_bytes())?)?.to_vec();
    Some((raw, Some(if text.ends_with('=') { CauseId::JwsPaddingKept } else { CauseId::JwsBase64 })))
}

fn decoded_bytes(text: &[u8]) -> Vec<u8> {
    Encoding::Base64Url.read(text).unwrap_or_else(|_| text.to_vec())
}

pub(super) fn encoded(raw: &[u8]) -> Vec<u8> {
    Encoding::Base64Url.text(raw)
}

pub(super) fn is_object(text: &[u8]) -> bool {
    Object::parse(text).is_ok()
}

fn certificate(name: &str, key: &Secret) -> Option<Vec<u8>> {
    let read = Certificate::read(key.expose(), name, &Wanted::rsa(MODERN_BITS)).ok()?;
    Some(read.der)
}

const fn called(form: Form) -> &'static str {
    match form {
        Form::Attached => "attached",
        Form::Detached => "detached",
        Form::Unencoded => "unencoded",
    }
}

/// The name under which a key of the header is read, and it.
pub(super) type Named = (&'static str, Vec<u8>);

/// Where two texts part, and what stands there.
fn difference(inside: &[u8], own: &[u8]) -> String {
    if own.is_empty() {
        return String::from("the body is empty");
    }
    let at = inside.iter().zip(own).take_while(|(a, b)| a == b).count();
    let shown = |text: &[u8]| {
        let rest = text.get(at..).unwrap_or_default();
        let short = String::from_utf8_lossy(&rest[..rest.len().min(SHOWN)]);
        if rest.is_empty() { "its end".into() } else { in_quotes(&excerpt(&short)) }
    };
    ["at byte ", &decimal(at), " the JWS has ", &shown(inside), ", the body has ", &shown(own)].concat()
}

/// So many bytes of a difference are shown.
const SHOWN: usize = 16;
