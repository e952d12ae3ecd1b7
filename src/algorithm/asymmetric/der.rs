//! Writes the DER of RSA keys (X.690 §8).

use alloc::vec::Vec;

use zeroize::Zeroizing;

/// A sequence of unsigned integers, each with its most significant byte first: an `RSAPublicKey` of modulus and exponent
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
const SEQUENCE: u8 = 0x30;
