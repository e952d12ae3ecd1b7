//! The words for every cause, in the order of the axes.

#[cfg(feature = "standards")]
mod standard;

/// Id, title, what happened, and what to do. In the third `@` stands for who signed, `%` for which of several, `#` for the
/// same in brackets.
pub(super) type Text = [&'static str; 4];

/// The text of `id`.
pub(super) fn text(id: &'static str) -> Text {
    let own = TEXTS
        .lines()
        .chain(OTHERS.lines())
        .find(|line| line.strip_prefix(id).is_some_and(|rest| rest.starts_with(BETWEEN)));
    let mut members = own.unwrap_or(UNKNOWN).split(BETWEEN);
    let [_, title, detail, fix] = [(); 4].map(|()| members.next().unwrap_or_default());
    [id, title, detail, fix]
}

#[cfg(feature = "standards")]
const OTHERS: &str = standard::TEXTS;
#[cfg(not(feature = "standards"))]
const OTHERS: &str = "";
const BETWEEN: char = '~';
const UNKNOWN: &str = "~A change~@ changed something: %.~Sign what the scheme documents.";

const TEXTS: &str = "\
received-is-secret~The secret in place of the signature~What was received as the signature is a credential.~Send the digest, never the key; and replace this key.
received-length~Not such a digest~What was received reads as % due.~Copy the whole signature; check the name of the hash.
received-header-parsed~A whole header~The signatures were taken out of the header's elements.~
secret-kind~Not a secret~The secret looks like %.~Take the signing secret.
secret-white-space~White space around the secret~The secret begins or ends with white space.~Trim it when it is loaded.
secret-environment~Test and live mixed~The secret is of another environment than the host.~Take the secret of this environment.
timestamp-missing~No timestamp~The scheme signs a timestamp, and none was given.~Give the text that was sent.
timestamp-unit-milliseconds~Milliseconds~The timestamp is in milliseconds, where seconds are due.~Send whole seconds.
timestamp-unit-seconds~Seconds~The timestamp is in seconds, where milliseconds are due.~Send milliseconds.
template-variable~A variable not filled in~URL or body hold a template's variable.~Sign after it is filled in.
odd-characters~Characters of a document or chat~There are curly quotes, invisible spaces or an ellipsis in the texts.~Copy from the raw log.
body-escaped~An escaped body~The body's quotes are escaped, as in a log.~Give the raw body.
stale~Right, but at another time~The signature is right, and was made % are allowed.~Set the clock; sign when sending.
output-uppercase-hex~Upper-case hexadecimal~The digest is right, in upper case.~Write it in lower case.
output-hex~Hexadecimal~The digest is right, in hexadecimal, where base64 is due.~Encode it in base64.
output-base64~Base64~The digest is right, in base64, where hexadecimal is due.~Ask for hex: `digest('hex')`.
output-other-base64~Another base64~The digest is right, in the other alphabet of base64 or without its padding.~Use the base64 of the scheme.
output-base64-of-hex~Encoded twice~@ encoded the hexadecimal text in base64.~Encode the raw digest, once.
output-truncated~Cut off~Only the start of the digest was received, and compared.~Send and store all of it.
received-whitespace~White space inside~White space stands in or around the signature.~Trim it; encode without line breaks.
received-quotes~Quotes~Quotes are still around the signature.~Take them off before comparing.
received-prefix-left-on~A prefix~`%` is still in front of the signature.~Take it off before comparing.
received-plus-became-space~`+` became a space~URL decoding turned the `+` of base64 into spaces.~Percent-encode it, or use base64url.
received-percent-encoded~Percent-encoded~The signature is still percent-encoded.~Decode it once.
received-percent-decoded~The header decoded~The header with the signature came percent-decoded.~Send it, and read it, as it is written.
digest-of-another-body~Another body~`%` is not what the scheme makes of this body.~Take the raw body as it was sent.
body-raw-not-canonical~The body as it was~@ signed the body as it stands; the scheme signs it parsed and printed again.~Sign `JSON.stringify(JSON.parse(body))`, and send that.
body-minified~The body printed again~@ parsed the body and printed it again before signing#.~Sign the raw bytes.
body-white-space-removed~White space removed~@ signed the body without the white space between its parts.~Sign the raw bytes.
body-left-out~No body~@ did not sign the body.~Add the body.
body-empty-object~`{}` for the body~@ signed `{}` in place of the body.~Sign what is sent; no body is no text.
body-empty-array~`[]` for the body~@ signed `[]` in place of the body.~Sign what is sent; no body is no text.
body-empty-quotes~`\"\"` for the body~@ signed two quotes in place of the body.~Sign what is sent; no body is no text.
body-undefined-literal~The word `undefined`~@ signed `undefined` in place of the body.~Use `body ?? ''`.
body-null-literal~A word for nothing~@ signed `%` in place of the body.~Use `body ?? ''`.
body-object-object~`[object Object]`~@ joined the body's object as text.~Stringify it first.
body-python-separators~Python's spaces~@ signed what Python prints, with spaces after `,` and `:`#.~Use `separators=(',', ':')`, or sign the raw bytes.
body-ascii-escaped~Letters escaped~@ escaped the letters outside ASCII#.~Use `ensure_ascii=False`, or sign the raw bytes.
body-python-numbers~Python's numbers~@ signed what Python prints#.~Sign the raw bytes.
body-php-json-escapes~PHP's escapes~@ signed what PHP prints, with slashes and letters escaped#.~Use `JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE`, or sign the raw bytes.
body-slashes-escaped~Slashes escaped~@ signed every `/` as `\\/`#.~Use `JSON_UNESCAPED_SLASHES`, or sign the raw bytes.
body-php-arrays~Printed by PHP~@ signed what PHP prints#.~Sign the raw bytes.
body-go-html-escapes~Go's escapes~@ signed what Go prints, with `<`, `>` and `&` escaped#.~Use `SetEscapeHTML(false)`, or sign the raw bytes.
body-ruby-numbers~Printed by Ruby~@ signed what Ruby prints#.~Sign the raw bytes.
body-rails-html-escapes~The escapes of Rails~@ signed what Rails prints#.~Sign the raw bytes.
body-pretty-2~Pretty-printed~@ signed the body with an indent of 2#.~Sign the text that is sent.
body-pretty-4~Pretty-printed~@ signed the body with an indent of 4#.~Sign the text that is sent.
body-pretty-tab~Pretty-printed~@ signed the body indented with tabs#.~Sign the text that is sent.
body-keys-sorted~Keys sorted~@ sorted the keys#.~Keep the order that is sent.
body-key-order~Keys in another order~@ signed the keys in another order#.~Keep the order that is sent.
body-trailing-newline~A line break after the body~@ signed the body with a line break at its end#.~Sign exactly what is sent: `--data-binary`.
body-trailing-space~A space after the body~@ signed the body with a space at its end.~Sign exactly what is sent.
body-trimmed~The body trimmed~@ signed the body without the white space around it.~Sign the raw bytes.
body-double-stringified~Stringified twice~@ stringified the body twice#.~Stringify it once.
body-unescaped~A JSON text taken as the body~@ signed what the body's JSON text says.~Sign the raw bytes.
body-form-urlencoded~A form~@ signed the body's members as a form#.~Sign the text that is sent.
body-form-reencoded~The form encoded again~@ decoded the form and encoded it again#.~Sign the raw bytes.
body-form-sorted~The form sorted~@ sorted the pairs of the form.~Keep the order that is sent.
body-form-as-json~JSON for a form~@ signed the form as JSON.~Sign the text that is sent.
body-only-member~One member only~@ signed nothing of the body but `%`.~Sign the whole raw body.
body-base64~The body in base64~@ signed the base64 of the body.~Sign the raw bytes.
body-sha256-hex~The body's hash~@ signed the SHA-256 of the body in hexadecimal.~Sign the raw bytes.
body-python-repr~`str(dict)`~@ signed a Python object as text, which is no JSON#.~Use `json.dumps`, or sign the raw bytes.
body-single-quotes~Single quotes~@ signed the body with single quotes.~Sign the raw bytes.
body-crlf~CR LF~@ signed the body's line breaks as CR LF.~Read and write it as bytes, not as text.
body-lf~LF~@ signed the body's line breaks as LF.~Read and write it as bytes, not as text.
body-line-breaks-removed~No line breaks~@ signed the body without its line breaks.~Read and write it as bytes, not as text.
body-bom-added~A byte-order mark~@ signed a byte-order mark before the body.~Read and write it as bytes, not as text.
body-bom-removed~No byte-order mark~@ signed the body without its byte-order mark.~Read and write it as bytes, not as text.
body-nul-removed~No NUL~@ signed the body without its NUL bytes.~Read and write it as bytes, not as text.
body-nulls-dropped~Nulls dropped~@ signed the body without the members that are null.~Sign the raw bytes.
body-gson-escapes~Printed by Gson~@ signed what Gson prints#.~Use `disableHtmlEscaping`, or sign the raw bytes.
body-jackson-numbers~Printed by Jackson~@ signed what Jackson prints.~Sign the raw bytes.
body-numbers-as-strings~Numbers as texts~@ signed numbers in quotes#.~Sign the text that is sent.
url-path-only~Only the path~@ signed the path without scheme and host.~Sign the whole URL.
url-scheme-left-out~No `https://`~@ signed the URL without its scheme.~Sign the whole URL.
url-trailing-slash-added~A slash more~@ signed the path with a slash at its end.~Sign the URL that is sent.
url-trailing-slash-removed~A slash less~@ signed the path without the slash at its end.~Sign the URL that is sent.
url-http-for-https~`http` for `https`~@ signed the URL with `http:`, as behind a proxy.~Sign the public URL.
url-https-for-http~`https` for `http`~@ signed the URL with `https:`.~Sign the URL that is sent.
url-port-removed~No port~@ signed the URL without its port.~Sign the URL that is sent.
url-port-added~A port more~@ signed the URL with the default port.~Sign the URL that is sent.
url-host-case~The host in lower case~@ signed the host in lower case.~Call the host in lower case, too.
url-normalised~The URL normalised~@ signed the URL as a parser prints it.~Send what the parser prints, or sign what is sent.
url-percent-decoded~The URL decoded~@ signed the URL percent-decoded.~Sign the encoded URL that is sent.
url-base-path-dropped~No base path~@ signed the path without its first % segment(s).~Join the base URL and the path before signing.
url-query-left-out~No query~@ did not sign the query.~Sign the query, too.
query-sorted~The query sorted~@ sorted the query.~Keep the order that is sent.
query-order~Another order of the query~@ signed the parameters in another order.~Keep the order that is sent.
query-space-as-plus~`+` for `%20`~@ signed spaces in the query as `+`.~Sign the text that is sent.
query-plus-as-%20~`%20` for `+`~@ signed `+` in the query as `%20`.~Sign the text that is sent.
query-urlsearchparams~The query through `URLSearchParams`~@ signed the query as `URLSearchParams` prints it.~Sign the text that is sent.
query-component-encoded~The query encoded again~@ signed the query as `encodeURIComponent` writes it.~Sign the text that is sent.
query-percent-decoded~The query decoded~@ signed the query percent-decoded.~Sign the encoded text that is sent.
query-hex-case~`%2f` for `%2F`~@ signed the escapes of the query in the other case.~Sign the text that is sent.
query-double-encoded~The query encoded twice~@ percent-encoded the query twice.~Encode it once.
query-equals-added~`a=` for `a`~@ signed parameters without a value with a `=`.~Sign the text that is sent.
query-equals-removed~`a` for `a=`~@ signed empty parameters without their `=`.~Sign the text that is sent.
query-parameter-left-out~A parameter missing~@ did not sign the parameter `%`.~Sign the whole query.
query-signature-left-in~The signature signed~@ signed the query with the signature in it.~Take the signature's parameter out first.
method-lowercase~The method in lower case~@ signed the method in lower case.~Use `.toUpperCase()`.
method-left-out~No method~@ did not sign the method.~Add the method.
method-uppercase~The method in upper case~@ signed the method in upper case.~Use `.toLowerCase()`.
method-other~Another method~@ signed the method `%`.~Sign the method that is sent.
timestamp-left-out~No timestamp~@ did not sign the timestamp.~Add the timestamp that is sent.
timestamp-milliseconds~Milliseconds~@ signed milliseconds, and sent another form.~Use one variable for both.
timestamp-seconds~Seconds~@ signed seconds, and sent another form.~Use one variable for both.
timestamp-iso~An ISO time~@ signed the time as ISO 8601 with milliseconds.~Sign the text that is sent.
timestamp-no-milliseconds~No milliseconds~@ signed the time without milliseconds.~Sign the text that is sent.
timestamp-offset-00:00~`+00:00`~@ signed the time with `+00:00` for `Z`.~Sign the text that is sent.
timestamp-microseconds~Microseconds~@ signed the time with microseconds.~Sign the text that is sent.
timestamp-python-iso~Python's `isoformat`~@ signed the time as Python's `isoformat` prints it, with microseconds and `+00:00`.~Sign the text that is sent.
timestamp-no-zone~No zone~@ signed the time without its zone.~Sign the text that is sent.
timestamp-trailing-zeros-cut~Zeros cut off~@ signed the time without the zeros at its end.~Sign the text that is sent.
timestamp-rfc1123~An HTTP date~@ signed the time as an HTTP date.~Sign the text that is sent.
timestamp-zone-name~Another name of the zone~@ signed the time with `%` for `GMT`.~Sign the text that is sent.
timestamp-float~A fraction~@ signed seconds with a fraction.~Sign whole seconds.
timestamp-read-twice~Two clocks~@ read the clock twice: what was signed is % from what was sent.~Read the clock once.
timestamp-local-zone~Local time~@ signed a local time, % from UTC.~Sign UTC.
value-left-out~No value~@ signed nothing for `%`.~Sign the text that is sent.
value-line-left-out~A line less~@ left out a line of `%`.~Sign the text that is sent.
value-trimmed~A value trimmed~@ signed %, without white space around it.~Sign the text that is sent.
value-encoded~A value percent-encoded~@ signed %, percent-encoded.~Sign the decoded value.
value-decoded~A value decoded~@ signed %, decoded once more.~Decode it once.
value-number~A number written otherwise~@ signed %.~Sign the text that is sent.
value-case~Other capitals~@ signed %.~Sign the text that is sent.
value-slash~Another slash~@ signed %.~Write it as documented.
value-shorter~A segment less~@ signed %.~Write it as documented.
value-of-url~The path of the URL~@ signed %.~Write it as documented.
value-word~A word for nothing~@ signed %.~Sign no text where there is no value.
value-other~Another value~@ signed %.~Send what is signed: programs add and change it by themselves.
charset-latin1~Latin-1~@ signed the text in Latin-1.~Sign UTF-8.
charset-double-utf8~UTF-8 twice~@ encoded the text in UTF-8 twice.~Encode it once.
charset-ascii-question-marks~Question marks~@ signed `?` for every letter outside ASCII.~Sign UTF-8.
layout-trailing-newline~A line break at the end~@ signed a line break after the message, as `echo` adds.~Use `printf %s`.
layout-empty-body-marker~The label of no body~@ signed the label of the body without a body.~Leave the label out.
layout-question-mark~`?` for `&`~@ signed `?` for the first `&`.~Write the layout as documented.
layout-ampersand-as-entity~`&amp;` for `&`~@ signed `&amp;` for `&`: the text was HTML-escaped.~Sign the raw `&`.
layout-body-only~The body only~@ signed nothing but the body.~Sign all parts.
layout-timestamp-only~The timestamp only~@ signed nothing but the timestamp.~Sign all parts.
layout-only~One part only~@ signed nothing but `%`.~Sign all parts.
layout-left-out~A part left out~@ left out `%`.~Sign all parts.
layout-not-filtered~A step left out~@ left out the step `%`.~Do all that is documented.
layout-end-lost~No line break at the end~@ signed the message without the line break at its end.~Write the layout as documented.
layout-query-joined~Path and query together~@ signed path and query joined by `?`.~Write the layout as documented.
layout-plain-concat~No labels~@ joined the values without labels or separators.~Write the layout as documented.
layout-separator-plus~`+` between~@ joined the values with `+`.~A `+` in a document means joining: put nothing between.
layout-separator-dot~`.` between~@ joined the values with `.`.~Write the layout as documented.
layout-separator-colon~`:` between~@ joined the values with `:`.~Write the layout as documented.
layout-separator-newline~Line breaks between~@ joined the values with line breaks.~Write the layout as documented.
layout-separator-comma~`,` between~@ joined the values with `,`.~Write the layout as documented.
layout-separator-bar~`|` between~@ joined the values with `|`.~Write the layout as documented.
layout-separator-ampersand~`&` between~@ joined the values with `&`.~Write the layout as documented.
layout-separator-space~Spaces between~@ joined the values with spaces.~Write the layout as documented.
layout-body-first~Another order~@ signed the parts in another order.~Keep the documented order.
layout-order~Another order~@ signed the parts in another order.~Keep the documented order.
layout-inner-hash-hex~Inner hash in hexadecimal~@ signed the inner hash as hexadecimal text.~Encode the inner hash as documented.
layout-inner-hash-raw~Inner hash raw~@ signed the raw inner hash.~Encode the inner hash as documented.
layout-inner-hash-base64~Inner hash in base64~@ signed the inner hash as base64.~Encode the inner hash as documented.
layout-inner-hash-other~Another inner hash~@ used another function for the inner hash.~Use the documented one.
layout-inner-hash-left-out~No inner hash~@ signed what should have been hashed first.~Hash it first.
layout-of-another~The layout of another scheme~@ signed as `%` does.~Write the layout of this scheme.
secret-raw~The secret as text~@ used the secret as it is written; the scheme makes the key of it.~Make the key as documented.
secret-trailing-newline~A line break in the secret~@ used the secret with a line break at its end.~Trim it when it is loaded; `echo -n`.
secret-trailing-crlf~A line break in the secret~@ used the secret with CR LF at its end.~Trim it when it is loaded.
secret-trailing-space~A space in the secret~@ used the secret with a space at its end.~Trim it when it is loaded.
secret-trimmed~White space in the secret~@ used the secret without the white space around it.~Trim the secret given here.
secret-hex-decoded~The secret decoded~@ decoded the secret as hexadecimal; it is text.~Pass the text.
secret-base64-decoded~The secret decoded~@ decoded the secret as base64; it is text.~Pass the text.
secret-prefix-decoded~A prefix decoded, too~@ decoded the secret as base64 with its prefix.~Take the prefix off first.
secret-decoded-loosely~Not strict~@ decoded a secret that is written another way, as by a reader that passes over what it does not know.~Give the secret as the provider writes it.
secret-prefix-removed~No prefix~@ used the secret without its prefix.~Pass it as it is given.
secret-prefix-removed-base64-decoded~No prefix, and decoded~@ took the prefix off the secret, and decoded the rest as base64.~Pass it as it is given.
secret-quoted~Quotes in the secret~@ used the secret with quotes around it.~Take the quotes of the .env file off.
secret-single-quoted~Quotes in the secret~@ used the secret with single quotes around it.~Take the quotes of the .env file off.
secret-quotes-removed~Quotes taken off~@ used the secret without the quotes around it.~Take the quotes off here, too.
secret-base64-encoded~The secret encoded~@ used the base64 of the secret, as Kubernetes stores it.~Decode it once.
secret-hex-encoded~The secret encoded~@ used the hexadecimal of the secret.~Pass the text.
secret-empty~No secret~@ used an empty secret.~Check the name of the variable.
secret-undefined~The word `undefined`~@ used `undefined` as the secret.~Check the name of the variable.
secret-null~The word `null`~@ used `null` as the secret.~Check the name of the variable.
secret-none~The word `None`~@ used `None` as the secret.~Check the name of the variable.
secret-dollar-expanded~`$` expanded~The shell or Compose replaced a `$` in the secret.~Use single quotes, or `$$`.
secret-backslash-n~`\\n` unescaped~@ used the secret with `\\n` as a line break.~Keep the secret raw.
secret-first-character-lost~A character lost~@ used the secret without its first character.~Copy it again.
secret-last-character-lost~A character lost~@ used the secret without its last character.~Copy it again.
secret-lower-case~The secret in lower case~@ used the secret in lower case.~Copy it again.
secret-upper-case~The secret in upper case~@ used the secret in upper case.~Copy it again.
secret-html-escaped~The secret escaped~@ used the secret HTML-escaped.~Copy it raw.
secret-url-encoded~The secret escaped~@ used the secret percent-encoded.~Copy it raw.
secret-utf16~The secret in UTF-16~@ encoded the secret in UTF-16.~Use UTF-8.
secret-utf16-be~The secret in UTF-16~@ encoded the secret in UTF-16, big end first.~Use UTF-8.
algorithm-md5~MD5~@ used MD5 as the hash.~Use the hash of the scheme.
algorithm-sha1~SHA-1~@ used SHA-1 as the hash.~Use the hash of the scheme.
algorithm-sha256~SHA-256~@ used SHA-256 as the hash.~Use the hash of the scheme.
algorithm-sha384~SHA-384~@ used SHA-384 as the hash.~Use the hash of the scheme.
algorithm-sha512~SHA-512~@ used SHA-512 as the hash.~Use the hash of the scheme.
hmac-arguments-swapped~Key and message swapped~@ swapped key and message%.~Swap them: some libraries take the message first.
plain-hash~No HMAC~@ hashed the message alone, without the secret%.~Use HMAC.
hmac-for-hash~An HMAC~@ made an HMAC%; a plain hash is due.~Hash the text with the secret inside.
secret+message~No HMAC~@ hashed secret and message joined%.~Use HMAC.
message+secret~No HMAC~@ hashed message and secret joined%.~Use HMAC.
message-hashed-first~Hashed first~@ hashed the message, and signed the raw digest%.~Sign the message itself.
message-hashed-first-hex~Hashed first~@ hashed the message, and signed the digest in hexadecimal%.~Sign the message itself.
digest-hashed-again~Hashed again~@ hashed the raw signature once more%.~Leave the last hash out.
digest-hashed-again-hex~Hashed again~@ hashed the signature's hexadecimal once more%.~Leave the last hash out.
layout-leading-zeros~Leading zeros~@ signed a number with the zeros in front, as it travels.~Sign it as an integer.
algorithm-rsa-pss~PSS~@ signed with PSS padding, where RSASSA-PKCS1-v1_5 is due.~Sign without PSS: `RS256`, in OpenSSL no `rsa_padding_mode`.
algorithm-rsa-pkcs1~PKCS#1 v1.5~@ signed with RSASSA-PKCS1-v1_5, where PSS padding is due.~Sign with PSS: `PS256`, in OpenSSL `rsa_padding_mode:pss`.
algorithm-raw-digest-info-missing~No name of the hash~@ padded the bare digest, without the name of its hash.~Let the library hash the message: in Node `createSign`, not `privateEncrypt`; in OpenSSL `dgst -sign`, not `pkeyutl`.
algorithm-hash-unknown~Another hash~@ used a hash function that is not known here.~Use the hash of the scheme.
digest-hex-signed~The digest in hexadecimal~@ padded the digest's hexadecimal, without the name of its hash.~Let the library hash the message.
digest-info-added~A digest with its name~@ hashed the text and named the hash, where the bare text is due.~Sign the text without a digest: in Node `privateEncrypt`.
digest-info-null-missing~A name without NULL~@ left the NULL out that stands after the name of the hash.~Use a library's PKCS#1 v1.5 signature.
message-not-hashed~Not hashed~@ padded the message itself, without a hash.~Let the library hash the message: in Node `createSign`, not `privateEncrypt`.
pss-salt-length~Another salt length~@ used %.~Set the salt as long as the digest: in Node `RSA_PSS_SALTLEN_DIGEST`, in OpenSSL `rsa_pss_saltlen:digest`.
pss-mask-other~Another hash of the mask~@ masked with %, where the hash of the message is due.~Give MGF1 the same hash: in Java a `PSSParameterSpec`.
key-another~Another key~No key given opens the signature: another one made it, or it is damaged.~Take the public half of the key that signs; copy the whole signature.
key-size-other~A key of another size~The signature has %.~Take the key that signs; copy the whole signature.
key-of-header~The key inside~Not the key given made the signature, but the one in the JWS's own header.~Pin that key, once its owner confirms it by another way.
key-escaped~Line breaks escaped~The key has `\\n` for its line breaks, which most libraries refuse.~Replace them by line breaks.
key-kind~A key of another kind~The key given is %.~Give it as what it is.
key-purpose~A key for something else~The JWK says that it is for something else: %.~Give the key that is for this, or mend what its JWK says.
certificate-refused~A certificate outside its time~The signature is right, and its certificate is not: %.~Take the certificate of today.
received-several~Several values~A header or timestamp stands twice, with different values.~Send it once.
timestamp-unreadable~No such time~The signature is right, and its timestamp is no time as the scheme writes it.~Send the time in the documented form.
signature-of-another-missing~Another signature missing~The message lacks the signature of `%`, which the keys given ask for.~Send both signatures.
header-missing~A header missing~The message lacks the header `%`.~Send it.
body-begins-with-time~A time in front~The body begins with a time, so that it is not clear whether the time was signed.~Send the body without one, or the time in its header.
input-ambiguous~Not clear where it ends~The signature is right, and an input holds the text that ends it in the canonical string.~Refuse it: another message has the same signature.
signature-beside-malformed~A broken signature in the list~One of the signatures in the list cannot be read, and is passed over.~Send whole signatures only.
url-refused~The URL is refused~The signature is right, and the URL is one that no client sends: expected %.~Give the URL as the sender called it.
credential-other~Another credential travels~The message carries another `%` than the one given.~Take the pair that belongs together.
signed-by-this-key~The key is right~The signature opens with the key given; it is over something else.~Compare the message with what was signed.
signature-ecdsa~An ECDSA signature~The signature looks like one of ECDSA, %.~Sign with RSA, or take the row of the other algorithm.
signature-unreadable~No signature~What was received reads as no signature at all.~Copy the whole header.
halves-differ~Two halves~The half before the separator opens to another text than the one after it.~Send both of one signing.
halves-swapped~Halves swapped~@ put the two halves in each other's place.~Put the signature in front.
half-only-hash~One half~Only the half after the separator was received; it was compared.~Send both.
half-only-signature~One half~Only the half before the separator was received.~Send both: what is encrypted is random, and cannot be compared.
half-encrypted~One half compared~The half before the separator is encrypted, and random: only the other one was compared.~Nothing; the padding is PKCS#1 v1.5, not OAEP, which only the other side can tell.
half-unopened~The key, or encrypted~The half before the separator does not open with the key: another one made it, or it is encrypted to the key, which anybody can do.~Refuse it.
half-unreadable~No base64~The half before the separator is no base64.~Copy the whole text.
jws-signature-only~The last part alone~Only the signature of the JWS was received, without its header.~Send `header.payload.signature`.
jws-parts~Another number of parts~A compact JWS has three parts; this has %.~For one without payload, put two dots between header and signature.
jws-json~JSON~The JWS came as JSON, where its compact form is due.~Send `header.payload.signature`.
jws-header-unreadable~No header~The protected header is no JSON object in base64url.~Encode `{\"alg\":…}` in base64url.
jws-header-not-encoded~A header as JSON~The protected header is not encoded.~Encode it in base64url.
jws-header-printed-again~The header printed again~@ signed another print of the protected header than the one sent, as %.~Send the very text that was signed.
jws-header-spelt-otherwise~The header spelt otherwise~@ signed the protected header %.~Sign the very text that is sent.
jws-header-left-out~No header signed~@ did not sign the protected header.~Sign `header.payload`.
jws-header-other~Another header~@ signed the protected header %.~Send the very text that was signed.
jws-padding-kept~Padding kept~@ kept the `=` at the end of base64url.~Take it off: `toString('base64url')`.
jws-base64~Base64~@ used `+` and `/` of base64, where base64url is due.~Encode with `base64url`.
jws-algorithm-none~No algorithm~The header says `none`: nothing is signed.~Refuse it.
jws-algorithm-refused~Another algorithm~The header says % is due.~Sign with that, or allow the other in `jws.alg`.
jws-signature-missing~No signature~The last part of the JWS is empty.~Copy all of it.
jws-form~Another form~The JWS is % is due.~Set `jws.form` to what is agreed.
jws-refused~Refused~The JWS is refused: %.~Write the header as RFC 7515 and RFC 7797 have it.
jws-unencoded-inside~Unencoded, and inside~`b64` is false, and the payload stands in the JWS.~Leave the payload out, or `b64`.
jws-unencoded~The payload as it is~@ signed the payload as it is, where its base64url is due.~Encode it, or say `\"b64\":false` and name it in `crit`.
jws-encoded~The payload encoded~@ signed the payload in base64url, where `b64` says as it is.~Sign the raw payload, or leave `b64` out.
jws-payload-base64~The payload in base64~@ signed the payload in base64, where base64url is due.~Encode with `base64url`.
jws-padding-signed~Padding signed~@ signed the payload's base64url with its padding.~Take the `=` off before signing.
jws-payload-only~The payload alone~@ signed the payload without the header.~Sign `header.payload`.
jws-payload-hashed~The payload hashed~@ signed a digest of the payload.~Sign the payload itself.
jws-separator-missing~No dot~@ signed header and payload without the dot between.~Put a dot between them.
jws-separator-added~A dot in another place~@ signed header and payload with another number of dots.~Sign `header.payload`.
jws-payload-other~Another payload~The signature is right for the payload inside, which is not the body: %.~Take the raw body; send what was signed.
jws-payload-not-signed~A payload nobody signed~The signature is over the body, and the payload inside the JWS is another.~Send the payload that was signed.
jws-kid-other~Another key id~The header says the key `%`, and none given is called so.~Take the key of that id.
jws-certificate-other~Another certificate~`%` in the header is of no certificate given.~Pin the certificate that the sender uses now.
url-whole~The whole URL~@ signed the whole URL, where a part of it is due.~Sign the documented part.
url-query-added~The query, too~@ signed the query as well.~Sign the path alone.";
