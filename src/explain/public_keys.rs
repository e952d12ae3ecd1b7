//! The public keys of a case, and what they make of the signatures received.

use alloc::vec::Vec;

use super::case::Case;
use super::causes::CauseId;
use super::jws::Jws;
use super::opened::{Kind, Opened, Seal};
use super::reason::{Reason, id_of, told};
use super::received::{self, Digest, Received};
use crate::algorithm::asymmetric::keys::{public_half, public_key};
use crate::algorithm::asymmetric::{Certificate, PublicKey, Purpose, Wanted, halves_of, without_prefix};
use crate::algorithm::recovered::{DigestInfo, Pss, Recovered};
use crate::algorithm::{Algorithm, DsaEncoding, Method, Padding};
use crate::credentials::{KEYS, KeyRecipe};
use crate::digest::Hash;
use crate::encoding::Encoding;
use crate::error::Error;
use crate::scheme::{Scheme, SignedBy};
use crate::secret::Secret;
use crate::text::{decimal, replaced};
use crate::timestamp::Validity;
use crate::verify::limits::Limits;

/// What the signatures are opened with.
pub(super) struct Keys {
    pub pinned: Vec<Pinned>,
    /// How many of them, at the end, the signature brought along itself.
    pub strangers: usize,
}

/// A public key, and what is wrong with it.
pub(super) struct Pinned {
    pub key: PublicKey,
    pub causes: Vec<Reason>,
}

/// What is due, and what was received.
pub(super) struct Setup<'a> {
    pub scheme: &'a Scheme<'a>,
    pub case: &'a Case<'a>,
    pub received: &'a Received,
    pub jws: Option<&'a Jws>,
}

impl Keys {
    /// Reads the keys `given` by name, or those that the scheme makes of the credentials in `sets`.
    pub(super) fn read(
        setup: &Setup<'_>,
        recipe: &KeyRecipe,
        given: &[(&str, Secret)],
        sets: &[Vec<Secret>],
        limits: Limits,
    ) -> Result<Self, Error> {
        let Setup { scheme, case, jws, .. } = setup;
        let mut pinned = Vec::new();
        let own = [scheme.algorithm];
        let algorithms = jws.map_or(&own[..], |jws| &jws.algorithms);
        let wanted = |name: &str| Wanted::of(algorithms, &scheme.rules(), name);
        if scheme.algorithm.is_asymmetric() {
            let purpose = Purpose::verify(algorithms);
            for (name, key) in given {
                let key = without_prefix(&scheme.rules(), key.expose());
                let (mut pin, validity) = pin(name, key, &wanted(name)?, Some(purpose))?;
                let validity = validity.filter(|_| !limits.any_certificate).zip(case.now_ms);
                let refused = validity.and_then(|(validity, now_ms)| validity.check_at(now_ms, name).err());
                pin.causes.extend(refused.and_then(|error| told(CauseId::CertificateRefused, &error)));
                pinned.push(pin);
            }
            if pinned.is_empty() {
                return Err(Error::missing(scheme.id, KEYS[0]));
            }
        } else {
            for set in sets {
                let purpose = Some(Purpose::encrypt(&own));
                let wanted = Wanted::rsa(scheme.rules().encrypting_bits());
                pinned.push(pin(&recipe.name, recipe.given(set), &wanted, purpose)?.0);
            }
        }
        let before = pinned.len();
        for (name, key) in jws.iter().flat_map(|jws| jws.keys()) {
            let is_new = |key: &PublicKey| pinned.iter().all(|pin| pin.key != *key);
            let read = wanted(name).and_then(|wanted| pin(name, &key, &wanted, None));
            if let Some((pin, _)) = read.ok().filter(|(pin, _)| is_new(&pin.key)) {
                pinned.push(Pinned { causes: Vec::from([Reason::named(CauseId::KeyOfHeader, name)]), ..pin });
            }
        }
        Ok(Self { strangers: pinned.len() - before, pinned })
    }

    /// Opens what was received as a whole with each key.
    pub(super) fn open(&self, setup: &Setup<'_>, received: &mut Vec<Digest>, opened: &mut Opened) {
        let Setup { scheme, received: carried, jws, .. } = setup;
        let mut readings = Vec::new();
        match jws {
            Some(jws) => received::add_digests(&jws.signature, Encoding::Base64Url, &mut readings),
            None => readings = carried.digests(scheme.encoding),
        }
        let algorithm = jws.map_or(scheme.algorithm, |jws| jws.algorithm);
        let Some(due) = algorithm.padding() else {
            self.add_signatures(setup, algorithm, readings, received, opened);
            return;
        };
        let own = self.pinned.len() - self.strangers;
        for (set, pin) in self.pinned.iter().enumerate() {
            // A key that came along counts only where none of those given fits.
            if set == own && !opened.seals.is_empty() {
                break;
            }
            for reading in &readings {
                for Stamp { kind, raw, mut causes } in Stamp::all(Recovered::read(&pin.key, &reading.raw), due) {
                    opened.seals.push(Seal { set, kind });
                    causes.extend(jws.iter().flat_map(|jws| jws.causes.iter().cloned()));
                    causes.extend(reading.causes.iter().cloned());
                    causes.extend(pin.causes.iter().cloned());
                    let refusal = jws.and_then(|jws| jws.refusal.clone()).filter(|_| causes.is_empty());
                    causes.extend(refusal);
                    received.push(Digest { raw, causes });
                }
            }
        }
        let is_of_stranger = opened.seals.first().is_some_and(|seal| seal.set >= own);
        if opened.seals.is_empty() {
            opened.seen = self.unopened(&readings, *jws);
        } else if is_of_stranger {
            opened.seen.clone_from(&received[0].causes);
        } else {
            opened.notes.push(CauseId::SignedByThisKey.into());
            opened.notes.extend(received[0].causes.iter().cloned());
        }
    }

    /// Adds the signatures on a curve, which only a key can compare with a text.
    fn add_signatures(
        &self,
        setup: &Setup<'_>,
        algorithm: Algorithm,
        readings: Vec<Digest>,
        received: &mut Vec<Digest>,
        opened: &mut Opened,
    ) {
        let Some(method) = Method::of(algorithm, &setup.scheme.rules()) else { return };
        for (set, pin) in self.pinned.iter().enumerate().filter(|(_, pin)| pin.key.is_for(algorithm)) {
            for Digest { raw, causes } in &readings {
                let Some((raw, hash, other)) = on_curve(raw, method) else { continue };
                opened.seals.push(Seal { set, kind: Kind::Verified(hash) });
                let jws = setup.jws.iter().flat_map(|jws| &jws.causes);
                let causes = jws.chain(causes).chain(&pin.causes).cloned().chain(other.map(Reason::from)).collect();
                received.push(Digest { raw, causes });
            }
        }
        if opened.seals.is_empty() {
            opened.seen = self.unopened(&readings, setup.jws);
        }
    }

    /// What a signature shows that no key opens.
    fn unopened(&self, readings: &[Digest], jws: Option<&Jws>) -> Vec<Reason> {
        let mut seen: Vec<Reason> = jws.map(|jws| jws.causes.clone()).unwrap_or_default();
        let is_explained = seen
            .iter()
            .any(|id| [CauseId::JwsAlgorithmNone, CauseId::JwsSignatureMissing].iter().any(|own| id.is(*own)));
        let lengths: Vec<usize> = self.pinned.iter().map(|pin| pin.key.len()).collect();
        let fits = readings.iter().any(|reading| lengths.contains(&reading.raw.len()));
        let ecdsa = readings.iter().find_map(|reading| ecdsa(&reading.raw));
        match (ecdsa, readings.first()) {
            _ if is_explained => {}
            _ if fits => seen.push(CauseId::KeyAnother.into()),
            (Some(form), _) if lengths[0] > 0 => seen.push(Reason::named(CauseId::SignatureEcdsa, form)),
            (None, Some(first)) if lengths[0] > 0 => seen.push(other_size(first.raw.len(), lengths[0])),
            // A key on a curve has no length.
            (Some(_) | None, _) => seen.push(CauseId::SignatureUnreadable.into()),
        }
        seen
    }
}

/// A signature of `got` bytes, where the key makes `due`.
pub(super) fn other_size(got: usize, due: usize) -> Reason {
    Reason::named(CauseId::KeySizeOther, &[&*decimal(got), " bytes, but the key makes ", &decimal(due)].concat())
}

/// What an opened signature has in the place of its text, and how padding and hash differ from what is due.
pub(super) struct Stamp {
    pub kind: Kind,
    pub raw: Vec<u8>,
    pub causes: Vec<Reason>,
}

impl Stamp {
    #[inline(never)]
    fn new(kind: Kind, raw: &[u8], causes: &[(bool, CauseId)]) -> Self {
        let causes = causes.iter().filter(|(is_so, _)| *is_so).map(|(_, id)| Reason::from(*id)).collect();
        Self { kind, raw: raw.to_vec(), causes }
    }

    /// All readings of the opened signature.
    pub(super) fn all(opened: Recovered, padding: Padding) -> Vec<Self> {
        let hash = padding.hash();
        let (is_bare, is_pss) = (hash.is_none(), matches!(padding, Padding::Pss(_)));
        let hashed = |own: Hash| (hash.is_some_and(|hash| hash != own), id_of(own));
        let mut stamps = Vec::new();
        match opened {
            Recovered::Broken | Recovered::Unexpected => {}
            Recovered::Pkcs1(inside) => {
                let padded = (is_pss, CauseId::AlgorithmRsaPkcs1);
                if let Some(DigestInfo { hash: own, digest, has_null }) = DigestInfo::read(&inside) {
                    let other = own.map_or((true, CauseId::AlgorithmHashUnknown), hashed);
                    let causes = [
                        padded,
                        (is_bare, CauseId::DigestInfoAdded),
                        other,
                        (!has_null, CauseId::DigestInfoNullMissing),
                    ];
                    stamps.push(Self::new(own.map_or(Kind::Bare, Kind::Digest), &digest, &causes));
                    return stamps;
                }
                for own in Hash::ALL {
                    let digest = [padded, (true, CauseId::AlgorithmRawDigestInfoMissing), hashed(own)];
                    let hex = [padded, (true, CauseId::DigestHexSigned), hashed(own)];
                    if inside.len() == own.len() {
                        stamps.push(Self::new(Kind::Digest(own), &inside, &digest));
                    } else if inside.len() == 2 * own.len() && !is_bare {
                        stamps.push(Self::new(Kind::Hex(own), &inside, &hex));
                    }
                }
                stamps.push(Self::new(Kind::Bare, &inside, &[padded, (!is_bare, CauseId::MessageNotHashed)]));
            }
            Recovered::Pss(readings) => {
                for Pss { hash: own, mask, salt, digest } in readings {
                    let got = salt.len();
                    let causes = [(!is_pss, CauseId::AlgorithmRsaPss), hashed(own)];
                    let mut stamp = Self::new(Kind::Pss(own, salt), &digest, &causes);
                    if mask != own {
                        stamp.causes.push(Reason::named(CauseId::PssMaskOther, mask.name()));
                    }
                    let due = hash.unwrap_or(own).len();
                    if ![own.len(), due].contains(&got) {
                        let [got, due] = [got, due].map(decimal);
                        let which = [&*got, " bytes of salt; expected ", &due].concat();
                        stamp.causes.push(Reason::named(CauseId::PssSaltLength, &which));
                    }
                    stamps.push(stamp);
                }
            }
        }
        stamps
    }
}

/// The signature on a curve (for ECDSA, r and s), the hash function, and what is wrong where it is written otherwise than the scheme
/// has it; `None` for what is no signature.
fn on_curve(raw: &[u8], method: Method) -> Option<(Vec<u8>, Hash, Option<CauseId>)> {
    match method {
        Method::Ecdsa(curve, hash, encoding) => {
            let (halves, is_other) = halves_of(raw, encoding, curve)?;
            let other = match encoding {
                DsaEncoding::Der | DsaEncoding::DerOrIeeeP1363 => CauseId::OutputRaw,
                DsaEncoding::IeeeP1363 => CauseId::OutputDer,
            };
            Some((halves, hash, is_other.then_some(other)))
        }
        Method::Eddsa => (raw.len() == 64).then(|| (raw.to_vec(), Hash::Sha512, None)),
        Method::Rsa(..) => None,
    }
}

/// In JOSE two numbers of one length, elsewhere their sequence in DER.
fn ecdsa(raw: &[u8]) -> Option<&'static str> {
    match raw {
        [0x30, length, 2, ..] if usize::from(*length) + 2 == raw.len() => Some("in DER"),
        _ if [64, 96, 132].contains(&raw.len()) => Some("as JOSE writes it"),
        _ => None,
    }
}

type Read = fn(&[u8], &str, &Wanted) -> Result<(PublicKey, Option<Validity>), Error>;

/// Reads a key as what its name says, else with its line breaks restored, else as another kind, and notes where it says that it
/// is for something else than `purpose`.
fn pin(
    name: &str,
    key: &[u8],
    wanted: &Wanted,
    purpose: Option<Purpose<'_>>,
) -> Result<(Pinned, Option<Validity>), Error> {
    const READ: [(&str, &str, Read); 3] = [
        ("publicKeys", "a public key", |key, name, wanted| Ok((public_key(key, name, wanted)?, None))),
        ("certificates", "a certificate", |key, name, wanted| {
            let Certificate { key, validity, .. } = Certificate::read(key, name, wanted)?;
            Ok((key, Some(validity)))
        }),
        ("privateKey", "a private key", |key, name, wanted| Ok((public_half(key, name, wanted)?, None))),
    ];
    let own = READ.iter().position(|(own, ..)| *own == name).unwrap_or_default();
    let unescaped = replaced(&replaced(key, b"\\r", b""), b"\\n", b"\n");
    let mut first = None;
    for (text, is_whole) in [(key, true), (&*unescaped, false)] {
        for place in [own, 0, 1, 2] {
            let (_, kind, read) = READ[place];
            match read(text, name, wanted) {
                Ok((key, validity)) => {
                    let escaped = (!is_whole).then(|| Reason::from(CauseId::KeyEscaped));
                    let other = (place != own).then(|| Reason::named(CauseId::KeyKind, kind));
                    let refused = purpose.and_then(|purpose| purpose.check(text, name).err());
                    let unfit = refused.map(|error| Reason::named(CauseId::KeyPurpose, &error.message()));
                    let causes = escaped.into_iter().chain(other).chain(unfit).collect();
                    return Ok((Pinned { key, causes }, validity));
                }
                Err(error) => first = first.or(Some(error)),
            }
        }
    }
    Err(first.unwrap_or_else(|| Error::missing("", name)))
}

/// Whether the signature came from the other side.
pub(super) fn is_of_sender(setup: &Setup<'_>) -> bool {
    setup.case.signed_by == Some(SignedBy::Provider)
}
