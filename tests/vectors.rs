//! Every vector file through Rust, stage by stage: a failure names the file and the first stage that is wrong.
#![cfg(not(target_arch = "wasm32"))]

use std::convert::Infallible;
use std::fs;
use std::path::{Path, PathBuf};

use base64ct::{Base64, Encoding as _};
use countersign::{Algorithm, Error, Message, Secret, Signed, Signer, Timestamp, scheme, schemes};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};

#[test]
fn all_files_hold() {
    let wrong: Vec<String> = vectors().iter().filter_map(|vector| vector.run().err()).collect();
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_row_has_vectors_and_every_folder_a_row() {
    let mut rows: Vec<&str> = schemes().map(|row| row.id).collect();
    let mut folders: Vec<String> = folders().iter().map(|folder| name(folder)).collect();
    rows.sort_unstable();
    folders.sort_unstable();
    assert_eq!(rows, folders);
    for vector in vectors() {
        assert_eq!(vector.text("/scheme"), Some(&*vector.folder), "{}: scheme", vector.file);
    }
}

/// A row is as good as its evidence: where nobody publishes a figure, the row says so.
#[test]
fn rows_say_whether_figures_are_published() {
    let vectors = vectors();
    for row in schemes() {
        let published = vectors.iter().any(|vector| vector.folder == row.id && vector.json["published"] == true);
        assert_eq!(row.published_vectors, published, "{}: published_vectors", row.id);
    }
    for vector in &vectors {
        let origin = vector.text("/origin").unwrap_or_default();
        let published = vector.json["published"].as_bool();
        assert_eq!(published, Some(!origin.starts_with("self: ")), "{}: published, origin `{origin}`", vector.file);
        assert!(origin.len() > "self: ".len(), "{}: origin", vector.file);
    }
}

/// The runner itself can fail: whatever figure is changed, its stage is named.
#[test]
fn a_changed_figure_fails_at_its_stage() {
    for vector in vectors().iter().filter(|vector| vector.expects_success()) {
        for stage in ["canonical", "signature", "headers", "fields", "url", "body"] {
            let mut changed = Vector { json: vector.json.clone(), ..vector.named() };
            match &mut changed.json[stage] {
                Value::Object(members) => members.insert("x".into(), json!("y")).map_or((), drop),
                Value::String(text) if stage != "signature" => text.push('~'),
                Value::String(text) => *text = format!("~{text}"),
                missing => *missing = if stage == "fields" { json!({ "x": "y" }) } else { json!("~") },
            }
            let told = changed.run().err().unwrap_or_default();
            assert!(told.starts_with(&format!("{}: {stage}: want ", vector.file)), "{stage} changed, got `{told}`");
        }
    }
}

#[test]
fn segments_together_are_the_canonical_string() {
    for vector in vectors().iter().filter(|vector| vector.expects_success()) {
        let joined = vector.sign_then(|signed| {
            let joined: Vec<u8> = signed.segments().flat_map(|segment| segment.bytes.to_vec()).collect();
            (joined, signed.canonical().bytes().to_vec())
        });
        let Ok((joined, whole)) = joined else { continue };
        assert_eq!(joined, whole, "{}", vector.file);
    }
}

/// Signing where the key is: the signing input, an HMAC made by other code, and `finish` give what `sign` gives.
#[test]
fn prepared_and_finished_is_signed() {
    let mut finished = 0;
    for vector in vectors().iter().filter(|vector| vector.expects_success()) {
        let Ok(signer) = vector.signer() else { continue };
        let (headers, body) = (vector.pairs("/request/headers"), vector.body());
        let message = vector.message(&headers, &body);
        let prepared = signer.prepare(&message, vector.timestamp()).unwrap();
        let Some(raw) = vector.mac(prepared.algorithm(), prepared.signing_input()) else { continue };
        let signed = prepared.finish(&raw).unwrap();
        let told = vector.compare(&signed).err();
        assert_eq!(told, None);
        finished += 1;
    }
    assert!(finished > 50, "only {finished} vectors were finished");
}

struct Vector {
    folder: String,
    file: String,
    json: Value,
}

impl Vector {
    /// `Err` says `<file>: <stage>: want …, got …`.
    fn run(&self) -> Result<(), String> {
        let told = match (self.sign_then(|signed| self.compare(signed)), self.json.get("error")) {
            (Ok(compared), None) => return compared,
            (Ok(_), Some(error)) => format!("error: want {error}, got a signed request"),
            // A build without RSA refuses the row, whatever else is right or wrong.
            (Err(Error::AlgorithmRefused(_)), _) if !cfg!(feature = "rsa") => return Ok(()),
            (Err(error), None) => format!("sign: want a signed request, got {}: {error}", error.code()),
            (Err(error), Some(expected)) => return self.compare_error(&error, expected),
        };
        Err(format!("{}: {told}", self.file))
    }

    fn compare(&self, signed: &Signed<'_>) -> Result<(), String> {
        let map =
            |pairs: Vec<(&str, &str)>| Value::Object(pairs.into_iter().map(|(k, v)| (k.into(), v.into())).collect());
        let given_body = || self.json["request"].get("body").cloned().unwrap_or_else(|| json!(""));
        let sent = String::from_utf8(signed.body().to_vec());
        let got_body = if signed.body() == self.body() { given_body() } else { json!(sent.unwrap_or_default()) };
        let got = [
            ("canonical", json!(signed.canonical().text())),
            ("signature", json!(signed.signature())),
            ("headers", map(signed.headers().collect())),
            ("fields", map(signed.fields().collect())),
            ("url", json!(signed.url())),
            ("body", got_body),
        ];
        for (stage, got) in got {
            let want = match (self.json.get(stage), stage) {
                (Some(want), _) => random_filled_in(want, signed.signature()),
                (None, "url") => self.json["request"].get("url").cloned().unwrap_or_else(|| json!("")),
                (None, "body") => given_body(),
                (None, "fields") => json!({}),
                (None, _) => return Err(format!("{}: {stage}: want a figure in the file, got none", self.file)),
            };
            if want != got {
                return Err(format!("{}: {stage}: want {want}, got {got}", self.file));
            }
        }
        Ok(())
    }

    fn compare_error(&self, error: &Error, expected: &Value) -> Result<(), String> {
        let fault = error.fault();
        let part = fault.map(|fault| json!(fault.part)).unwrap_or_default();
        let offset = fault.and_then(|fault| fault.at).map(|at| json!(at)).unwrap_or_default();
        for (stage, got) in [("code", json!(error.code())), ("part", part), ("offset", offset)] {
            let want = &expected[stage];
            if *want != got {
                return Err(format!("{}: error {stage}: want {want}, got {got} ({error})", self.file));
            }
        }
        Ok(())
    }

    fn sign_then<T>(&self, then: impl FnOnce(&Signed<'_>) -> T) -> Result<T, Error> {
        let signer = self.signer()?;
        let (headers, body) = (self.pairs("/request/headers"), self.body());
        let message = self.message(&headers, &body);
        let signed = signer.sign_with_rng(&message, self.timestamp(), &mut Weyl(1))?;
        Ok(then(&signed))
    }

    fn signer(&self) -> Result<Signer, Error> {
        let credentials = self.pairs("/credentials");
        let credentials: Vec<(&str, Secret)> = credentials.iter().map(|&(name, text)| (name, text.into())).collect();
        Signer::new(scheme(&self.folder)?, &credentials, &self.pairs("/options"))
    }

    fn message<'a>(&'a self, headers: &'a [(&'a str, &'a str)], body: &'a [u8]) -> Message<'a> {
        let text = |pointer: &str| self.text(pointer).unwrap_or_default();
        Message { method: text("/request/method"), url: text("/request/url"), headers, body }
    }

    fn timestamp(&self) -> Timestamp<'_> {
        let request = &self.json["request"];
        match (request["nowMs"].as_i64(), request["atMs"].as_i64()) {
            (Some(now_ms), _) => Timestamp::Now(now_ms),
            (_, Some(at_ms)) => Timestamp::At(at_ms),
            _ => request["timestamp"].as_str().map_or(Timestamp::Now(0), Timestamp::Text),
        }
    }

    fn body(&self) -> Vec<u8> {
        match self.text("/request/bodyBase64") {
            Some(text) => Base64::decode_vec(text).unwrap(),
            None => self.text("/request/body").unwrap_or_default().into(),
        }
    }

    /// The HMAC over `input` with the key as the provider describes it; `None` for rows that sign otherwise.
    fn mac(&self, algorithm: Algorithm, input: &[u8]) -> Option<Vec<u8>> {
        let own = self.text("/credentials/secret").or_else(|| self.text("/credentials/apiKey"))?;
        match algorithm {
            Algorithm::HmacSha256 => {
                let mac = Hmac::<sha2::Sha256>::new_from_slice(own.as_bytes()).unwrap();
                Some(mac.chain_update(input).finalize().into_bytes().to_vec())
            }
            Algorithm::HmacSha512 => {
                let mac = Hmac::<sha2::Sha512>::new_from_slice(&Base64::decode_vec(own).unwrap()).unwrap();
                Some(mac.chain_update(input).finalize().into_bytes().to_vec())
            }
            _ => None,
        }
    }

    fn expects_success(&self) -> bool {
        self.json.get("error").is_none() && (cfg!(feature = "rsa") || self.text("/signature") != Some(RANDOM))
    }

    fn text(&self, pointer: &str) -> Option<&str> {
        self.json.pointer(pointer)?.as_str()
    }

    fn pairs(&self, pointer: &str) -> Vec<(&str, &str)> {
        let members = self.json.pointer(pointer).and_then(Value::as_object).into_iter().flatten();
        members.map(|(name, value)| (&**name, value.as_str().unwrap())).collect()
    }

    fn named(&self) -> Self {
        Self { folder: self.folder.clone(), file: self.file.clone(), json: Value::Null }
    }
}

/// A signature that is random cannot stand in a file, so its mark does, wherever it travels.
fn random_filled_in(want: &Value, signature: &str) -> Value {
    match want {
        Value::String(text) => json!(text.replace(RANDOM, signature)),
        Value::Object(members) => {
            members.iter().map(|(name, value)| (name.clone(), random_filled_in(value, signature))).collect()
        }
        other => other.clone(),
    }
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

/// Random enough for padding, and the same in every run.
struct Weyl(u64);

impl rand_core::TryRng for Weyl {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.try_next_u64().map(|word| (word >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        Ok((self.0 ^ self.0 >> 31).wrapping_mul(0xbf58_476d_1ce4_e5b9))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(8) {
            let word = self.try_next_u64()?.to_le_bytes();
            chunk.copy_from_slice(&word[..chunk.len()]);
        }
        Ok(())
    }
}

impl rand_core::TryCryptoRng for Weyl {}

const RANDOM: &str = "{signature}";
