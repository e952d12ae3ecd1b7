//! Every vector file through Rust, stage by stage: a failure names the file and the first stage that is wrong.
#![cfg(not(target_arch = "wasm32"))]

#[path = "support/options.rs"]
mod options;
#[path = "support/pairs.rs"]
mod pairs;
mod support;

use options::verifier_options;
use pairs::is_built;
use std::fs;
use std::path::{Path, PathBuf};
use support::Weyl;

use base64ct::{Base64, Encoding as _};
use countersign::{
    Algorithm, Error, Message, Scheme, Secret, Signed, Signer, SignerOptions, Timestamp, TimestampForm, Verified,
    Verifier, scheme, schemes,
};
use hmac::Hmac;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

#[test]
fn all_files_hold() {
    let wrong: Vec<String> = vectors().iter().filter_map(|vector| vector.run().err()).collect();
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_row_has_vectors_and_every_folder_a_row() {
    let mut schemes: Vec<&str> = schemes().map(|scheme| scheme.id).collect();
    let mut folders: Vec<String> = folders().iter().map(|folder| name(folder)).collect();
    schemes.sort_unstable();
    folders.sort_unstable();
    assert_eq!(schemes, folders);
    for vector in vectors() {
        assert_eq!(vector.text("/scheme"), Some(&*vector.folder), "{}: scheme", vector.file);
    }
}

/// A scheme is as good as its evidence: where nobody publishes a figure, the scheme says so.
#[test]
fn schemes_say_whether_values_are_published() {
    let vectors = vectors();
    for scheme in schemes() {
        let proves = |vector: &&Vector| vector.json["published"] == true && vector.json["error"].is_null();
        let figures = vectors.iter().filter(|vector| vector.folder == scheme.id).filter(proves).count();
        assert_eq!(evidence_fault(scheme, figures), None);
    }
    for vector in &vectors {
        let origin = vector.text("/origin").unwrap_or_default();
        let published = vector.json["published"].as_bool();
        assert_eq!(published, Some(!origin.starts_with("self: ")), "{}: published, origin `{origin}`", vector.file);
        assert!(origin.len() > "self: ".len(), "{}: origin", vector.file);
    }
}

#[test]
fn a_scheme_without_evidence_is_refused() {
    let proven = Scheme { id: "acme.request", has_published_vectors: true, ..Scheme::HMAC_SHA256_HEX };
    let silent = Scheme { has_published_vectors: false, ..proven };
    let honest = Scheme { notes: &[NONE_PUBLISHED], ..silent };
    assert_eq!(evidence_fault(&proven, 1), None);
    assert_eq!(evidence_fault(&honest, 0), None);
    for (scheme, figures) in [(proven, 0), (silent, 0), (silent, 1), (honest, 1)] {
        assert!(evidence_fault(&scheme, figures).is_some(), "{scheme:?} {figures}");
    }
}

/// What is wrong with a scheme whose vectors hold so many `figures` that the provider published.
fn evidence_fault(scheme: &Scheme<'_>, figures: usize) -> Option<String> {
    let says_none = scheme.notes.contains(&NONE_PUBLISHED);
    let fault = match (figures, scheme.has_published_vectors) {
        (0, true) => "published figures in its vectors, or `published_vectors: false`",
        (0, false) if !says_none => "a published figure in its vectors, or the note that there is none",
        (1.., false) => "`published_vectors: true`, since there are published figures",
        (1.., true) if says_none => "no note that none is published",
        _ => return None,
    };
    Some(format!("{}: expected {fault}", scheme.id))
}

/// The runner itself can fail: whatever figure is changed, its stage is named.
#[test]
fn a_changed_figure_fails_at_its_stage() {
    for vector in vectors().iter().filter(|vector| vector.is_possible()) {
        let outcome = vector.outcome();
        // One that is wrong as it stands is told by `all_files_hold`.
        let figures = if vector.compare(&outcome).is_ok() { vector.figures() } else { Vec::new() };
        for (stage, pointer) in figures {
            let told = vector.with_changed(&pointer).compare(&outcome).err().unwrap_or_default();
            assert!(told.starts_with(&format!("{}: {stage}: want ", vector.file)), "{stage} changed, got `{told}`");
        }
    }
}

/// What was signed verifies with the same credentials at the time it says, and says what was signed.
#[test]
fn what_was_signed_is_read_back() {
    let (mut read, mut unreadable) = (0, Vec::new());
    // A Sec Key is encrypted on the way there, and signed only on the way back.
    let readable = |vector: &&Vector| vector.signs() && vector.succeeds() && vector.folder != "smile-id.sec-key";
    for vector in vectors().iter().filter(readable) {
        let (canonical, timestamp, back) = vector
            .sign_then(|signed| {
                let canonical: Vec<u8> = signed.canonical().bytes().to_vec();
                (canonical, signed.timestamp().to_owned(), vector.read_back(signed))
            })
            .unwrap();
        let scheme = scheme(&vector.folder).unwrap();
        match back.unwrap_or_else(|error| panic!("{}: read back: {error}", vector.file)) {
            None => unreadable.push(vector.file.clone()),
            Some(figures) => {
                read += 1;
                let figure = |stage: &str| &figures.iter().find(|(own, _)| *own == stage).unwrap().1;
                let unsigned = scheme.algorithm == Algorithm::None;
                let digest = if unsigned { String::new() } else { hex(&Sha256::digest(&canonical)) };
                assert_eq!(figure("verified fingerprint"), &json!(digest), "{}", vector.file);
                assert_eq!(figure("verified canonical"), &json!(scheme.canonical), "{}", vector.file);
                assert_eq!(figure("verified keyIndex"), &json!(0), "{}", vector.file);
                let signs_time = scheme.timestamp != TimestampForm::None;
                let timestamp = if signs_time { json!(timestamp) } else { Value::Null };
                assert_eq!(figure("verified timestamp"), &timestamp, "{}", vector.file);
                let has_two = scheme.companion.is_some() && !vector.json["credentials"]["privateKey"].is_null();
                assert_eq!(figure("verified companion").is_null(), !has_two, "{}", vector.file);
            }
        }
    }
    assert!(read > 100, "only {read} vectors were read back");
    assert!(unreadable.is_empty(), "{unreadable:?}");
}

#[test]
fn segments_together_are_the_canonical_string() {
    for vector in vectors().iter().filter(|vector| vector.signs() && vector.succeeds()) {
        let joined = vector.sign_then(|signed| {
            let joined: Vec<u8> = signed.segments().flat_map(|segment| segment.bytes.to_vec()).collect();
            (joined, signed.canonical().bytes().to_vec())
        });
        let (joined, whole) = joined.unwrap();
        assert_eq!(joined, whole, "{}", vector.file);
    }
}

/// Signing where the key is: the signing input, an HMAC made by other code, and `finish` give what `sign` gives.
#[test]
fn prepared_and_finished_is_signed() {
    let mut finished = 0;
    for vector in vectors().iter().filter(|vector| vector.signs() && vector.succeeds()) {
        // A signer with a companion makes two signatures.
        if vector.text("/credentials/secret").is_some() && !vector.json["credentials"]["privateKey"].is_null() {
            continue;
        }
        let signer = vector.signer().unwrap();
        let (headers, body) = (vector.headers(), vector.body());
        let message = vector.message(&headers, &body);
        let prepared = match signer.prepare(&message, vector.timestamp()) {
            // A value is drawn for each signature.
            Err(Error::ArgumentInvalid(fault)) if fault.part == "prepare" && vector.draws() => continue,
            prepared => prepared.unwrap(),
        };
        let Some(raw) = vector.mac(prepared.algorithm(), prepared.signing_input()) else { continue };
        let signed = prepared.finish(&raw).unwrap();
        let told = vector.compare(&Ok(vector.signed(&signed))).err();
        assert_eq!(told, None);
        finished += 1;
    }
    assert!(finished > 50, "only {finished} vectors were finished");
}

/// What the core says at each stage.
type Figures = Vec<(&'static str, Value)>;

struct Vector {
    folder: String,
    file: String,
    json: Value,
}

impl Vector {
    /// `Err` says `<file>: <stage>: want …, got …`.
    fn run(&self) -> Result<(), String> {
        self.compare(&self.outcome())
    }

    /// What the core makes of the file's input, stage by stage.
    fn outcome(&self) -> Result<Figures, Error> {
        if self.signs() { self.sign_then(|signed| self.signed(signed)) } else { self.verify_then(verified) }
    }

    fn compare(&self, outcome: &Result<Figures, Error>) -> Result<(), String> {
        let told = match (outcome, self.json.get("error")) {
            (Ok(figures), None) => return self.compare_figures(figures),
            (Ok(_), Some(error)) => format!("error: want {error}, got none"),
            // A build without RSA refuses the scheme, whatever else is right or wrong.
            (Err(Error::Unsupported(_)), _) if !self.is_possible() => return Ok(()),
            (Err(error), None) => format!("error: want none, got {}: {error}", error.code()),
            (Err(error), Some(expected)) => return self.compare_error(error, expected),
        };
        Err(format!("{}: {told}", self.file))
    }

    fn compare_figures(&self, figures: &Figures) -> Result<(), String> {
        for (stage, got) in figures {
            let want = self.figure(stage, figures).unwrap_or_else(|| json!("a figure in the file"));
            if want != *got {
                return Err(format!("{}: {stage}: want {want}, got {got}", self.file));
            }
        }
        Ok(())
    }

    /// What the file says for a stage; where it says nothing, what was given is left as it was.
    fn figure(&self, stage: &str, got: &Figures) -> Option<Value> {
        if let Some(stage) = stage.strip_prefix("verified ") {
            return self.json["verified"].get(stage).cloned();
        }
        let given = |name: &str| self.json["request"].get(name).cloned();
        match (self.json.get(stage), stage) {
            (Some(want), _) => Some(random_filled_in(want, &got[1].1)),
            (None, "url") => given("url").or_else(|| Some(json!(""))),
            (None, "body") => given("body").or_else(|| given("bodyBase64")).or_else(|| Some(json!(""))),
            (None, "fields") => Some(json!({})),
            (None, _) => None,
        }
    }

    fn compare_error(&self, error: &Error, expected: &Value) -> Result<(), String> {
        let fault = error.fault();
        let part = fault.map(|fault| json!(fault.part)).unwrap_or_default();
        let offset = fault.and_then(|fault| fault.at).map(|at| json!(at)).unwrap_or_default();
        let (age, limit) = match error {
            Error::SignatureStale(stale) => (json!(stale.age_s), json!(stale.limit_s)),
            _ => (Value::Null, Value::Null),
        };
        let code = json!(error.code());
        for (stage, got) in
            [("code", code), ("part", part), ("offset", offset), ("ageSeconds", age), ("limitSeconds", limit)]
        {
            let want = &expected[stage];
            if *want != got {
                return Err(format!("{}: error {stage}: want {want}, got {got} ({error})", self.file));
            }
        }
        Ok(())
    }

    fn signed(&self, signed: &Signed<'_>) -> Figures {
        let map =
            |pairs: Vec<(&str, &str)>| Value::Object(pairs.into_iter().map(|(k, v)| (k.into(), v.into())).collect());
        let body = match String::from_utf8(signed.body().to_vec()) {
            _ if self.text("/request/bodyBase64").is_some() => json!(Base64::encode_string(signed.body())),
            Ok(text) => json!(text),
            Err(error) => json!(error.to_string()),
        };
        vec![
            ("canonical", json!(signed.canonical().text())),
            ("signature", json!(signed.signature())),
            ("headers", map(signed.headers().collect())),
            ("fields", map(signed.fields().collect())),
            ("url", json!(signed.url())),
            ("body", body),
        ]
    }

    /// The stages that the file has figures for, each with the place of its figure.
    fn figures(&self) -> Vec<(String, String)> {
        let of = |place: &str, word: &str| -> Vec<_> {
            let stages = self.json[place].as_object().into_iter().flatten();
            stages.map(|(stage, _)| (format!("{word} {stage}"), format!("/{place}/{stage}"))).collect()
        };
        match (self.json.get("error"), self.signs()) {
            (Some(_), _) => of("error", "error"),
            (None, false) => of("verified", "verified"),
            (None, true) => STAGES.iter().map(|&stage| (stage.into(), format!("/{stage}"))).collect(),
        }
    }

    fn with_changed(&self, pointer: &str) -> Self {
        let mut changed = Self { json: self.json.clone(), folder: self.folder.clone(), file: self.file.clone() };
        if changed.json.pointer(pointer).is_none() {
            changed.json[&pointer[1..]] = if pointer == "/fields" { json!({}) } else { json!("") };
        }
        let figure = changed.json.pointer_mut(pointer).unwrap();
        *figure = match figure.take() {
            Value::Object(members) => members.into_iter().chain([("x".into(), json!("y"))]).collect(),
            Value::String(text) => json!(format!("~{text}")),
            Value::Number(number) => json!(number.as_i64().unwrap() + 1),
            _ => json!("~"),
        };
        changed
    }

    fn sign_then<T>(&self, then: impl FnOnce(&Signed<'_>) -> T) -> Result<T, Error> {
        let signer = self.signer()?;
        let (headers, body) = (self.headers(), self.body());
        let signed = signer.sign_with_rng(&self.message(&headers, &body), self.timestamp(), &mut Weyl(1))?;
        Ok(then(&signed))
    }

    fn verify_then<T>(&self, then: impl FnOnce(&Verified<'_>) -> T) -> Result<T, Error> {
        let verifier = self.verifier(&self.given("/options"))?;
        let (headers, body) = (self.headers(), self.body());
        let now_ms = self.json["received"]["nowMs"].as_i64().unwrap();
        let verified = verifier.verify(&self.message(&headers, &body), now_ms)?;
        assert_eq!((verified.scheme(), verified.received_body()), (&*self.folder, &*body), "{}", self.file);
        // What is told to be signed is all of it, or nothing.
        assert!(verified.body().ok().is_none_or(|signed| signed == &*body), "{}", self.file);
        Ok(then(&verified))
    }

    /// Verifies what was signed at the time it says; `None` where that cannot be read.
    fn read_back(&self, signed: &Signed<'_>) -> Result<Option<Figures>, Error> {
        let verifier = self.verifier(&self.given("/options"))?;
        let given = self.headers();
        let headers: Vec<(&str, &str)> = given.iter().copied().chain(signed.headers()).collect();
        let mut message = Message { url: signed.url(), ..self.message(&headers, signed.body()) };
        if message.method.is_empty() {
            message.method = "GET";
        }
        // The oldest clock that is taken; by how much it is wrong, the error says.
        let old_ms = 978_307_200_000;
        let now_ms = match verifier.verify(&message, old_ms) {
            Err(Error::SignatureStale(stale)) => old_ms - 1000 * stale.age_s,
            Err(Error::TimestampInvalid(_)) => return Ok(None),
            _ => old_ms,
        };
        if now_ms < old_ms {
            // A time that no clock of today can be near.
            let any: Vec<_> = [self.given("/options"), vec![("toleranceSeconds", String::from("none"))]].concat();
            return self.verifier(&any)?.verify(&message, old_ms).map(|read| Some(verified(&read)));
        }
        verifier.verify(&message, now_ms).map(|read| Some(verified(&read)))
    }

    fn signer(&self) -> Result<Signer, Error> {
        let (credentials, options) = (self.secrets(), self.given("/options"));
        Signer::new(
            scheme(&self.folder)?,
            &credentials,
            &SignerOptions { scheme: &texts(&options), ..SignerOptions::default() },
        )
    }

    /// The verifier for what the file receives, or for what it signs: private keys give way to their public halves.
    fn verifier(&self, options: &[(&str, String)]) -> Result<Verifier, Error> {
        let mut credentials = self.secrets();
        for (name, secret) in credentials.iter_mut().filter(|(name, _)| *name == "privateKey" && self.signs()) {
            let file = self.text("/credentials/privateKey/file").unwrap();
            *name = "publicKeys";
            *secret = key_file(&file.replace("pkcs8", "spki")).as_str().into();
        }
        let mut options = texts(options);
        options.retain(|(name, _)| *name != "jws.certificate" || !self.signs());
        Verifier::new(scheme(&self.folder)?, &credentials, &verifier_options(&options, &mut Vec::new()))
    }

    fn message<'a>(&'a self, headers: &'a [(&'a str, &'a str)], body: &'a [u8]) -> Message<'a> {
        let text = |name: &str| self.input()[name].as_str().unwrap_or_default();
        Message { method: text("method"), url: text("url"), headers, body }
    }

    fn timestamp(&self) -> Timestamp<'_> {
        let request = &self.json["request"];
        match (request["nowMs"].as_i64(), request["atMs"].as_i64()) {
            (Some(now_ms), _) => Timestamp::Now(now_ms),
            (_, Some(at_ms)) => Timestamp::At(at_ms),
            _ => request["timestamp"].as_str().map_or(Timestamp::Now(0), Timestamp::Text),
        }
    }

    fn headers(&self) -> Vec<(&str, &str)> {
        fn text(value: &Value) -> &str {
            value.as_str().unwrap()
        }
        match &self.input()["headers"] {
            Value::Object(members) => members.iter().map(|(name, value)| (&**name, text(value))).collect(),
            Value::Array(pairs) => pairs.iter().map(|pair| (text(&pair[0]), text(&pair[1]))).collect(),
            _ => Vec::new(),
        }
    }

    fn body(&self) -> Vec<u8> {
        match (&self.input()["bodyBase64"], &self.input()["body"]) {
            (Value::String(text), _) => Base64::decode_vec(text).unwrap(),
            (_, Value::String(text)) => text.as_bytes().into(),
            _ => Vec::new(),
        }
    }

    /// The HMAC over `input` with the key as the provider describes it; `None` for schemes that sign otherwise.
    fn mac(&self, algorithm: Algorithm, input: &[u8]) -> Option<Vec<u8>> {
        if algorithm == Algorithm::None {
            return None;
        }
        let own = self.text("/credentials/secret").or_else(|| self.text("/credentials/apiKey"))?;
        let key: Vec<u8> = match scheme(&self.folder).unwrap().key {
            "{secret}" | "{apiKey}" => own.into(),
            "{apiKey}~" => [own, "~"].concat().into(),
            "{secret|unhex}" => {
                (0..own.len() / 2).map(|at| u8::from_str_radix(&own[2 * at..2 * at + 2], 16).unwrap()).collect()
            }
            "{secret|unbase64}" => Base64::decode_vec(own).unwrap(),
            "{secret|whsec|unbase64}" => Base64::decode_vec(own.strip_prefix("whsec_").unwrap_or(own)).unwrap(),
            other => panic!("{}: no other code makes a key as `{other}`", self.file),
        };
        match algorithm {
            Algorithm::HmacSha1 => Some(hmac::<Hmac<sha1::Sha1>>(&key, input)),
            Algorithm::Sha256KeyFirst => Some(Sha256::digest([&key, input].concat()).to_vec()),
            Algorithm::Sha256KeyLast => Some(Sha256::digest([input, &key].concat()).to_vec()),
            Algorithm::HmacSha256 => Some(hmac::<Hmac<Sha256>>(&key, input)),
            Algorithm::HmacSha512 => Some(hmac::<Hmac<sha2::Sha512>>(&key, input)),
            _ => None,
        }
    }

    /// The request to sign, or what was received.
    fn input(&self) -> &Value {
        &self.json[if self.signs() { "request" } else { "received" }]
    }

    fn signs(&self) -> bool {
        self.json.get("received").is_none()
    }

    /// Whether the file cannot say what is signed, since a part of it is random.
    fn draws(&self) -> bool {
        self.text("/canonical") == Some(RANDOM_INPUT)
    }

    fn succeeds(&self) -> bool {
        self.json.get("error").is_none() && self.is_possible()
    }

    /// Whether this build has the algorithms for it.
    fn is_possible(&self) -> bool {
        let has_rsa_key = || RSA_KEYS.iter().any(|name| !self.json["credentials"][name].is_null());
        let scheme = scheme(&self.folder).unwrap();
        if !is_built(scheme.algorithm) || (!cfg!(feature = "standards") && scheme.profile.is_some()) {
            return false;
        }
        let takes_rsa_key = scheme.credentials.iter().any(|name| RSA_KEYS.contains(name));
        cfg!(feature = "asymmetric") || !(self.folder == "smile-id.sec-key" || takes_rsa_key || has_rsa_key())
    }

    fn text(&self, pointer: &str) -> Option<&str> {
        self.json.pointer(pointer)?.as_str()
    }

    fn secrets(&self) -> Vec<(&str, Secret)> {
        let members = self.json["credentials"].as_object().into_iter().flatten();
        let (bytes, texts): (Vec<_>, Vec<_>) = members.partition(|(_, given)| given["base64"].is_string());
        let decoded = |given: &Value| Base64::decode_vec(given["base64"].as_str().unwrap()).unwrap();
        let bytes = bytes.into_iter().map(|(name, given)| (&**name, decoded(given).into()));
        let texts =
            texts.into_iter().flat_map(|(name, given)| values(given).map(|text| (&**name, text.as_str().into())));
        bytes.chain(texts).collect()
    }

    /// Names with their values: texts, files of keys, or lists of either.
    fn given(&self, pointer: &str) -> Vec<(&str, String)> {
        let members = self.json.pointer(pointer).and_then(Value::as_object).into_iter().flatten();
        members.flat_map(|(name, given)| values(given).map(|value| (&**name, value))).collect()
    }
}

/// A text or a file of a key, or a list of either.
fn values(given: &Value) -> impl Iterator<Item = String> {
    let list = given.as_array().map_or_else(|| std::slice::from_ref(given), Vec::as_slice);
    list.iter().map(|one| match &one["file"] {
        Value::String(file) => key_file(file),
        _ => one.as_str().unwrap().into(),
    })
}

fn verified(verified: &Verified<'_>) -> Figures {
    let companion = verified.companion().map(|companion| {
        let named = self::verified(companion).into_iter();
        named.map(|(stage, figure)| (stage.replace("verified ", ""), figure)).collect::<Value>()
    });
    let inputs = verified.inputs().map(|(name, value)| (name.into(), json!(String::from_utf8_lossy(value))));
    vec![
        ("verified timestamp", json!(verified.timestamp())),
        ("verified atMs", json!(verified.at_ms())),
        ("verified keyIndex", json!(verified.key_index())),
        ("verified canonical", json!(verified.canonical())),
        ("verified fingerprint", json!(verified.fingerprint())),
        ("verified inputs", Value::Object(inputs.collect())),
        ("verified companion", json!(companion)),
    ]
}

/// A signature that is random cannot stand in a file, so its mark does, wherever it travels.
fn random_filled_in(want: &Value, signature: &Value) -> Value {
    match want {
        Value::String(text) => {
            let signature = signature.as_str().unwrap();
            let input = signature.rsplit_once('.').map_or("", |(input, _)| input);
            json!(text.replace(RANDOM, signature).replace(RANDOM_INPUT, input))
        }
        Value::Object(members) => {
            members.iter().map(|(name, value)| (name.clone(), random_filled_in(value, signature))).collect()
        }
        other => other.clone(),
    }
}

fn hmac<M: hmac::KeyInit + hmac::Mac>(key: &[u8], input: &[u8]) -> Vec<u8> {
    <M as hmac::KeyInit>::new_from_slice(key).unwrap().chain_update(input).finalize().into_bytes().to_vec()
}

fn texts<'a>(pairs: &'a [(&'a str, String)]) -> Vec<(&'a str, &'a str)> {
    pairs.iter().map(|(name, text)| (*name, &**text)).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn key_file(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join("keys").join(name)).unwrap()
}

fn vectors() -> Vec<Vector> {
    let mut vectors = Vec::new();
    for folder in folders() {
        for path in entries(&folder) {
            let json = serde_json::from_slice(&fs::read(&path).unwrap());
            let file = format!("{}/{}", name(&folder), name(&path));
            let json = json.unwrap_or_else(|error| panic!("{file}: {error}"));
            vectors.push(Vector { folder: name(&folder), file, json });
        }
    }
    vectors
}

fn folders() -> Vec<PathBuf> {
    entries(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join("vectors"))
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_str().unwrap().into()
}

/// The note of schemes without a published value.
const NONE_PUBLISHED: &str =
    "The provider publishes no test vector: all vectors of this scheme are computed from its description.";
const RANDOM: &str = "{signature}";
/// What a token with a random value signs: all of it but the signature at its end.
const RANDOM_INPUT: &str = "{signingInput}";
const STAGES: [&str; 6] = ["canonical", "signature", "headers", "fields", "url", "body"];
const RSA_KEYS: [&str; 3] = ["privateKey", "publicKeys", "certificates"];
