//! The DER (X.690) of RSA keys, which is written, and of ECDSA signatures, which is read, too.

use alloc::vec::Vec;

use rsa::pkcs8::der::asn1::{AnyRef, UintRef};
use rsa::pkcs8::der::{self, Decode as _};
use zeroize::Zeroizing;

/// A sequence of unsigned integers, each with its most significant byte first: an ECDSA signature (RFC 3279 §2.2.3), an `RSAPublicKey` of modulus and exponent
/// (RFC 8017 §A.1.1), or an `RSAPrivateKey` of the version 0, which has no bytes, and eight numbers (§A.1.2). `None` if it is
/// longer than 65,535 bytes.
pub(super) fn integers<N: AsRef<[u8]>>(numbers: &[N]) -> Option<Zeroizing<Vec<u8>>> {
    let numbers = numbers.iter().map(|number| without_zeros(number.as_ref()));
    // Allocate once, since growing would leave a copy behind: a head has at most four bytes, and a sign one.
    let room = numbers.clone().map(|number| number.len() + 5).sum();
    let mut inside = Zeroizing::new(Vec::with_capacity(room));
    for number in numbers {
        // A leading bit of 1 would make the number negative.
        let sign = if number.first().is_none_or(|&byte| byte >= 0x80) { &[0][..] } else { &[] };
        put_head(&mut inside, INTEGER, sign.len() + number.len())?;
        inside.extend_from_slice(sign);
        inside.extend_from_slice(number);
    }
    let mut der = Zeroizing::new(Vec::with_capacity(inside.len() + 4));
    put_head(&mut der, SEQUENCE, inside.len())?;
    der.extend_from_slice(&inside);
    Some(der)
}

/// A `SubjectPublicKeyInfo` (RFC 5280 §4.1) with this `RSAPublicKey` (RFC 8017 §A.1).
pub(super) fn spki_of_rsa(key: &[u8]) -> Option<Vec<u8>> {
    let mut inside = RSA_ENCRYPTION.to_vec();
    put_head(&mut inside, BIT_STRING, 1 + key.len())?;
    inside.push(0);
    inside.extend_from_slice(key);
    let mut der = Vec::new();
    put_head(&mut der, SEQUENCE, inside.len())?;
    der.extend_from_slice(&inside);
    Some(der)
}

/// r and s of an ECDSA signature in DER, each with `length` bytes. `None` for what is not DER to the last byte: another
/// program may read it as another signature.
pub(super) fn halves(signature: &[u8], length: usize) -> Option<Vec<u8>> {
    let read = || {
        AnyRef::from_der(signature)?
            .sequence(|numbers| der::Result::Ok([UintRef::decode(numbers)?, UintRef::decode(numbers)?]))
    };
    let mut halves = Vec::with_capacity(2 * length);
    for number in read().ok()? {
        let number = without_zeros(number.as_bytes());
        halves.resize(halves.len() + length.checked_sub(number.len())?, 0);
        halves.extend_from_slice(number);
    }
    Some(halves)
}

fn without_zeros(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|&&byte| byte == 0).count();
    &number[zeros..]
}

/// Writes the tag and length of a value (X.690 §8.1.3).
fn put_head(der: &mut Vec<u8>, tag: u8, length: usize) -> Option<()> {
    let [high, low] = u16::try_from(length).ok()?.to_be_bytes();
    der.push(tag);
    match (high, low) {
        (0, ..128) => der.push(low),
        (0, _) => der.extend_from_slice(&[0x81, low]),
        _ => der.extend_from_slice(&[0x82, high, low]),
    }
    Some(())
}

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const SEQUENCE: u8 = 0x30;
/// The `AlgorithmIdentifier` of an RSA key.
const RSA_ENCRYPTION: &[u8] = b"\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00";
