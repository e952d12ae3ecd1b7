//! The title, detail and fix of every cause, in the order of the axes.

#[cfg(feature = "standards")]
mod standard;

/// Id, title, detail and fix: what happened, and what to do. In the detail alone, `@` stands for who signed, `%` for which of
/// several, `#` for the same in brackets.
pub(super) type Text = [&'static str; 4];

/// The text of `id`.
pub(super) fn text(id: &'static str) -> Text {
    let own = TEXTS
        .lines()
        .chain(OTHERS.lines())
        .find(|line| line.strip_prefix(id).is_some_and(|rest| rest.starts_with(BETWEEN)));
    let [_, title, detail, fix] = members(own.unwrap_or(UNKNOWN));
    [id, title, detail, fix]
}

/// All texts: those of every scheme, or those of signature standards.
#[cfg(feature = "js-explain")]
pub(crate) fn all(of_standards: bool) -> impl Iterator<Item = Text> {
    (if of_standards { OTHERS } else { TEXTS }).lines().map(members)
}

fn members(line: &'static str) -> Text {
    let mut members = line.split(BETWEEN);
    [(); 4].map(|()| members.next().unwrap_or_default())
}

#[cfg(feature = "standards")]
const OTHERS: &str = standard::TEXTS;
#[cfg(not(feature = "standards"))]
const OTHERS: &str = "";
const BETWEEN: char = '~';
const UNKNOWN: &str = "~Another change~@ signed something else: %.~Follow the documentation of the scheme.";

const TEXTS: &str = "\
received-is-secret~Secret sent as the signature~The received signature is one of the credentials.~Send a digest, never the key. Replace this key.
received-length~Signature of another length~The received value holds %.~Copy the whole signature; check the hash function.
received-begins-with-body~Body in the signature~The received value begins with the body, as Go's `Sum(body)` makes it without `Write`.~Write the body to the hash first, and call `Sum(nil)`.
received-is-code~Not a signature~The received value is code or a template, not a digest.~Send what the code computes: the header holds its source.
secret-kind~Not a signing secret~The secret looks like %.~Use the signing secret.
secret-white-space~Whitespace around the secret~The secret begins or ends with whitespace.~Trim it when loading it.
credentials-equal~Two equal credentials~Two of the credentials are the same.~Look up which is which: one stands in the place of the other.
secret-environment~Test and live environments mixed~The secret belongs to another environment than the host.~Use the secret of this environment.
timestamp-missing~Timestamp missing~The scheme signs a timestamp, but none was given.~Give the timestamp as it was sent.
timestamp-unit-milliseconds~Timestamp in milliseconds~The timestamp is in milliseconds; expected seconds.~Send whole seconds.
timestamp-unit-seconds~Timestamp in seconds~The timestamp is in seconds; expected milliseconds.~Send milliseconds.
template-variable~Template variable not filled in~The URL or the body contains a template variable.~Sign after filling it in.
odd-characters~Typographic characters~The input contains curly quotes, invisible spaces or an ellipsis.~Copy from the raw log.
body-escaped~Body escaped~The quotes of the body are escaped, as in a log.~Give the raw body.
body-is-word~A word for the body~The body is `%`, which is what is left of a body that nobody read.~Pass the raw bytes of the request, before anything parses them.
body-empty~Body empty~The body is empty, but `Content-Length` says that there was one.~Read the raw body before anything else does.
body-is-buffer~Bytes written as JSON~The body is a `Buffer` written as JSON.~Pass the bytes themselves.
body-compressed~Body compressed~The body is compressed.~Pass the text before compression, or the bytes after decompressing, as the provider documents it.
body-replacement-characters~Characters lost~The body contains U+FFFD, which stands for bytes that were no UTF-8.~Pass the raw bytes, not a string.
body-json-for-form~JSON where a form is due~`Content-Type` says that the body is a form, but it is JSON.~Pass the raw form: the JSON is one of its values.
body-form-for-json~Form where JSON is due~The body is a form, but the scheme reads JSON.~Pass the raw body; look up which kind of message this is.
url-has-double-slash~Double slash in the path~The path of the URL contains `//`; servers and proxies make one slash of it.~Join the base URL and the path with one slash.
url-has-user~User in the URL~The URL contains a user name or a password.~Leave them out of the URL.
url-behind-proxy~URL seen behind a proxy~The URL begins with `http:`, but `X-Forwarded-Proto` says `https`.~Pass the public URL.
signature-not-last~Signature not the last parameter~The parameter with the signature is not the last one of the query.~Append the signature to the end of the query.
stale~Signed at another time~The signature is correct, but it was made %.~Synchronise the clock; sign right before sending.
output-uppercase-hex~Signature in upper case~The digest is correct, but in upper case.~Write it in lower case.
output-hex~Signature in hexadecimal~The digest is correct, but in hexadecimal; expected base64.~Encode it in base64.
output-base64~Signature in base64~The digest is correct, but in base64; expected hexadecimal.~Encode it in hexadecimal: `digest('hex')`.
output-other-base64~Signature in another base64~The digest is correct, but in the other base64 alphabet or without padding.~Use the base64 of the scheme.
output-base64-of-hex~Signature encoded twice~@ encoded the hexadecimal string in base64.~Encode the raw digest, once.
output-base64-of-base64~Signature encoded twice~@ encoded the base64 string in base64.~Encode the raw digest, once.
output-hex-of-hex~Signature encoded twice~@ wrote the hexadecimal string in hexadecimal.~Encode the raw digest, once.
output-hex-of-base64~Signature encoded twice~@ wrote the base64 string in hexadecimal.~Encode the raw digest, once.
output-dashes~Dashes in the signature~There is a dash between the bytes of the signature, as `BitConverter.ToString` writes it.~Use `Convert.ToHexString`, and lower case where it is due.
output-byte-array~Signature written as a list of numbers~The signature is a list of its bytes, as `Arrays.toString` writes it.~Encode the bytes in hexadecimal or base64, as the scheme says.
output-python-bytes~Signature written as Python's `bytes`~The signature is still in `b'…'`.~Use `.decode()` before sending it.
output-truncated~Signature cut off~Only the start of the digest was received and compared.~Send and store all of it.
received-whitespace~Whitespace in the signature~There is whitespace in or around the signature.~Trim it; encode without line breaks.
received-quotes~Quotes around the signature~The signature is still in quotes.~Remove them before comparing.
received-prefix-left-on~Prefix left on the signature~`%` is still in front of the signature.~Remove it before comparing.
received-plus-became-space~`+` decoded as a space~URL decoding turned the `+` of base64 into spaces.~Percent-encode it, or use base64url.
received-percent-encoded~Signature percent-encoded~The signature is still percent-encoded.~Decode it once.
received-percent-decoded~Signature header percent-decoded~The header with the signature is percent-decoded.~Send and read it as the scheme writes it.
digest-of-another-body~Digest of another body~`%` does not match this body.~Use the raw body as it was sent.
body-raw-not-canonical~Body not canonical~@ signed the body as it is; the scheme signs it parsed and serialised again.~Sign and send `JSON.stringify(JSON.parse(body))`.
body-minified~Body serialised again~@ parsed the body and serialised it again before signing#.~Sign the raw bytes.
body-white-space-removed~Whitespace of the body removed~@ signed the body without the whitespace between its tokens.~Sign the raw bytes.
body-left-out~Body left out~@ did not sign the body.~Add the body.
body-empty-object~`{}` signed for the body~@ signed `{}` instead of the body.~Sign what is sent; no body is the empty string.
body-empty-array~`[]` signed for the body~@ signed `[]` instead of the body.~Sign what is sent; no body is the empty string.
body-empty-quotes~`\"\"` signed for the body~@ signed two quotes instead of the body.~Sign what is sent; no body is the empty string.
body-undefined-literal~`undefined` signed for the body~@ signed `undefined` instead of the body.~Use `body ?? ''`.
body-null-literal~Null signed for the body~@ signed `%` instead of the body.~Use `body ?? ''`.
body-object-object~`[object Object]` signed for the body~@ signed an object as a string without serialising it.~Use `JSON.stringify` first.
body-python-separators~Spaces of Python's JSON~@ signed the body as Python serialises it, with spaces after `,` and `:`#.~Use `separators=(',', ':')`, or sign the raw bytes.
body-ascii-escaped~Non-ASCII characters escaped~@ escaped the non-ASCII characters of the body#.~Use `ensure_ascii=False`, or sign the raw bytes.
body-dotnet-escapes~Escapes of .NET's JSON~@ signed the body as .NET serialises it, with non-ASCII characters, quotation marks and `<`, `>`, `&`, `+` escaped#.~Use `JavaScriptEncoder.UnsafeRelaxedJsonEscaping`, or sign the raw bytes.
body-emoji-escaped~Emoji escaped~@ signed the characters outside the Basic Multilingual Plane, such as emoji, as `\\u` and two UTF-16 units#.~Sign the raw bytes.
body-meta-escapes~Escapes of Meta's JSON~@ signed slashes, at signs, percent signs and non-ASCII characters escaped#.~Sign the raw bytes.
body-number-fraction~Fraction of a number lost~@ signed %: parsing drops a fraction of zeros.~Sign the raw bytes.
body-spaces~Some spaces lost~@ signed the body with spaces after some of its commas and colons.~Sign the raw bytes.
body-member-left-out~One member of the body left out~@ signed the body without `%`.~Sign the whole raw body.
body-base64-decoded~Body in base64~@ signed what the base64 of the body stands for.~Decode the body first, as where `isBase64Encoded` is true.
body-python-numbers~Body serialised by Python~@ signed the body as Python serialises it#.~Sign the raw bytes.
body-php-json-escapes~Escapes of PHP's JSON~@ signed the body as PHP serialises it, with slashes and non-ASCII characters escaped#.~Use `JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE`, or sign the raw bytes.
body-slashes-escaped~Slashes escaped~@ signed every `/` of the body as `\\/`#.~Use `JSON_UNESCAPED_SLASHES`, or sign the raw bytes.
body-php-arrays~Body serialised by PHP~@ signed the body as PHP serialises it#.~Sign the raw bytes.
body-go-html-escapes~Escapes of Go's JSON~@ signed the body as Go serialises it, with `<`, `>` and `&` escaped#.~Use `SetEscapeHTML(false)`, or sign the raw bytes.
body-ruby-numbers~Body serialised by Ruby~@ signed the body as Ruby serialises it#.~Sign the raw bytes.
body-rails-html-escapes~Escapes of Rails' JSON~@ signed the body as Rails serialises it#.~Sign the raw bytes.
body-pretty-2~Body indented by 2 spaces~@ signed the body indented by 2 spaces#.~Sign the bytes that are sent.
body-pretty-4~Body indented by 4 spaces~@ signed the body indented by 4 spaces#.~Sign the bytes that are sent.
body-pretty-tab~Body indented by tabs~@ signed the body indented by tabs#.~Sign the bytes that are sent.
body-keys-sorted~Keys of the body sorted~@ sorted the keys of the body#.~Keep the order that is sent.
body-key-order~Keys of the body reordered~@ signed the keys of the body in another order#.~Keep the order that is sent.
body-trailing-newline~Trailing line break added to the body~@ signed the body with a trailing line break#.~Sign exactly what is sent; with curl, use `--data-binary`.
body-trailing-space~Trailing space added to the body~@ signed the body with a trailing space.~Sign exactly what is sent.
body-trimmed~Body trimmed~@ signed the body without the whitespace around it.~Sign the raw bytes.
body-double-stringified~Body serialised twice~@ serialised the body twice#.~Serialise it once.
body-unescaped~Body decoded as a JSON string~@ signed the content of the JSON string that is the body.~Sign the raw bytes.
body-form-urlencoded~Body signed as a form~@ signed the members of the body as a form#.~Sign the bytes that are sent.
body-form-reencoded~Form encoded again~@ decoded the form and encoded it again#.~Sign the raw bytes.
body-form-sorted~Form sorted~@ sorted the pairs of the form.~Keep the order that is sent.
body-form-value-trimmed~Value of the form trimmed~@ signed a value of the form with white space that is not there any more: %.~Use the raw body, before a middleware trims its values.
body-form-json-reserialised~JSON in the form serialised again~@ signed the JSON in a value of the form as another program serialises it: %.~Sign the raw bytes.
body-form-value-case~Value of the form in another case~@ signed a value of the form in other letters: %.~Sign the value that is sent.
body-form-parameter-left-out~Parameter of the form left out~@ signed the form without `%`.~Sign the whole raw body.
body-only-form-parameter~Only one parameter of the form signed~@ signed only the value of `%`.~Sign the whole raw body.
body-form-words~Other words for true and false~@ signed other words for `true` and `false`#.~Send the words that are signed.
body-form-empty-left-out~Empty parameters left out~@ signed the form without its empty parameters.~Sign the whole raw body.
body-value-of-form~Value of a form instead of the form~@ signed a form whose value is this body#.~Use the whole raw body, not the value in it.
body-form-as-json~Form signed as JSON~@ signed the form as JSON.~Sign the bytes that are sent.
body-only-member~Only one member of the body signed~@ signed only `%` of the body.~Sign the whole raw body.
body-base64~Base64 of the body signed~@ signed the base64 of the body.~Sign the raw bytes.
body-sha256-hex~Hash of the body signed~@ signed the SHA-256 of the body in hexadecimal.~Sign the raw bytes.
body-python-repr~Python's `str(dict)` signed~@ signed a Python object as a string, which is not JSON#.~Use `json.dumps`, or sign the raw bytes.
body-single-quotes~Single quotes in the body~@ signed the body with single quotes.~Sign the raw bytes.
body-crlf~Line breaks of the body as CR LF~@ signed the line breaks of the body as CR LF.~Read and write the body in binary mode.
body-lf~Line breaks of the body as LF~@ signed the line breaks of the body as LF.~Read and write the body in binary mode.
body-line-breaks-removed~Line breaks of the body removed~@ signed the body without its line breaks.~Read and write the body in binary mode.
body-bom-added~Byte order mark added~@ signed a byte order mark before the body.~Read and write the body in binary mode.
body-bom-removed~Byte order mark removed~@ signed the body without its byte order mark.~Read and write the body in binary mode.
body-nul-removed~NUL bytes removed~@ signed the body without its NUL bytes.~Read and write the body in binary mode.
body-nulls-dropped~Null members dropped~@ signed the body without the members that are null.~Sign the raw bytes.
body-gson-escapes~Body serialised by Gson~@ signed the body as Gson serialises it#.~Use `disableHtmlEscaping`, or sign the raw bytes.
body-jackson-numbers~Body serialised by Jackson~@ signed the body as Jackson serialises it.~Sign the raw bytes.
body-numbers-as-strings~Numbers signed as strings~@ signed the numbers of the body in quotes#.~Sign the bytes that are sent.
url-path-only~Only the path signed~@ signed the path without scheme and host.~Sign the whole URL.
url-scheme-left-out~`https://` left out~@ signed the URL without `https://` or `http://`.~Sign the whole URL.
url-trailing-slash-added~Trailing slash added~@ signed the path with a trailing slash.~Sign the URL that is sent.
url-trailing-slash-removed~Trailing slash removed~@ signed the path without its trailing slash.~Sign the URL that is sent.
url-http-for-https~`http` signed for `https`~@ signed the URL with `http:`, as seen behind a proxy.~Sign the public URL.
url-https-for-http~`https` signed for `http`~@ signed the URL with `https:`.~Sign the URL that is sent.
url-port-removed~Port left out~@ signed the URL without its port.~Sign the URL that is sent.
url-port-added~Default port added~@ signed the URL with the default port.~Sign the URL that is sent.
url-public~Public URL~@ signed the URL that the headers name: `%`.~Use the public URL, as in `X-Forwarded-Host` and `X-Forwarded-Proto`.
url-slash-doubled~One slash too many signed~@ signed the path with a double slash.~Join the base URL and the path with one slash.
url-slashes-joined~Double slash signed as one~@ signed the path with one slash where the URL has two.~Join the base URL and the path with one slash.
url-plus-as-space~`+` of the path signed as a space~@ signed each `+` of the path as an encoded space.~Encode the path as it is sent.
url-end-removed~Punctuation at the end of the path~@ signed the path without the punctuation at its end.~Remove the stray character from the URL.
url-user-removed~User left out of the URL~@ signed the URL without the user name and the password in it.~Leave them out of the URL.
url-query-in-path~Query signed as part of the path~@ signed the query as part of the path, question mark included.~Give the query apart from the path.
url-host-case~Host signed in lower case~@ signed the host in lower case.~Send the host in lower case, too.
url-normalised~URL normalised~@ signed the URL as a parser serialises it.~Send the normalised URL, or sign the URL that is sent.
url-percent-decoded~URL percent-decoded~@ signed the URL percent-decoded.~Sign the encoded URL that is sent.
url-base-path-dropped~Base path left out~@ signed the path without its first % segment(s).~Join the base URL and the path before signing.
url-query-left-out~Query left out~@ did not sign the query.~Sign the query, too.
query-sorted~Query sorted~@ sorted the query.~Keep the order that is sent.
query-order~Query reordered~@ signed the parameters in another order.~Keep the order that is sent.
query-order-and-spaces~Query reordered, and its spaces rewritten~@ signed the parameters in another order, and spaces in the other notation.~Use the query as it was sent, before a framework parses it.
query-value-case~Value of the query in another case~@ signed the value of `%` in other letters.~Sign the value that is sent.
query-space-as-plus~`+` signed for `%20`~@ signed the spaces of the query as `+`.~Sign the query that is sent.
query-plus-as-%20~`%20` signed for `+`~@ signed each `+` of the query as an encoded space.~Sign the query that is sent.
query-urlsearchparams~Query encoded by `URLSearchParams`~@ signed the query as `URLSearchParams` serialises it.~Sign the query that is sent.
query-component-encoded~Query encoded by `encodeURIComponent`~@ signed the query as `encodeURIComponent` encodes it.~Sign the query that is sent.
query-percent-decoded~Query percent-decoded~@ signed the query percent-decoded.~Sign the encoded query that is sent.
query-hex-case~Percent-encoding in the other case~@ wrote the percent-encoding of the query in the other case.~Sign the query that is sent.
query-double-encoded~Query encoded twice~@ percent-encoded the query twice.~Encode it once.
query-equals-added~`a=` signed for `a`~@ added a `=` to parameters without a value.~Sign the query that is sent.
query-equals-removed~`a` signed for `a=`~@ removed the `=` of empty parameters.~Sign the query that is sent.
query-parameter-left-out~Query parameter left out~@ did not sign the parameter `%`.~Sign the whole query.
query-signature-left-in~Signature left in the query~@ signed the query with the signature in it.~Remove the signature's parameter first.
method-lowercase~Method in lower case~@ signed the method in lower case.~Use `.toUpperCase()`.
method-left-out~Method left out~@ did not sign the method.~Add the method.
method-uppercase~Method in upper case~@ signed the method in upper case.~Use `.toLowerCase()`.
method-other~Another method signed~@ signed the method `%`.~Sign the method that is sent.
timestamp-left-out~Timestamp left out~@ did not sign the timestamp.~Add the timestamp that is sent.
timestamp-milliseconds~Milliseconds signed~@ signed milliseconds, but sent another form.~Use one variable for both.
timestamp-seconds~Seconds signed~@ signed seconds, but sent another form.~Use one variable for both.
timestamp-iso~ISO 8601 time signed~@ signed the time as ISO 8601.~Sign the timestamp that is sent.
timestamp-no-milliseconds~Milliseconds left out~@ signed the time without milliseconds.~Sign the timestamp that is sent.
timestamp-offset-00:00~`+00:00` signed for `Z`~@ signed the time with `+00:00` instead of `Z`.~Sign the timestamp that is sent.
timestamp-microseconds~Microseconds signed~@ signed the time with microseconds.~Sign the timestamp that is sent.
timestamp-python-iso~Python's `isoformat` signed~@ signed the time as Python's `isoformat` writes it, with microseconds and `+00:00`.~Sign the timestamp that is sent.
timestamp-no-zone~Time zone left out~@ signed the time without its zone.~Sign the timestamp that is sent.
timestamp-trailing-zeros-cut~Trailing zeros removed~@ signed the time without its trailing zeros.~Sign the timestamp that is sent.
timestamp-rfc1123~HTTP date signed~@ signed the time as an HTTP date.~Sign the timestamp that is sent.
timestamp-zone-name~Another name of the time zone~@ signed the time with `%` instead of `GMT`.~Sign the timestamp that is sent.
timestamp-float~Fraction of a second signed~@ signed seconds with a fraction.~Sign whole seconds.
timestamp-read-twice~Clock read twice~@ read the clock twice: the signed time is % from the sent time.~Read the clock once.
timestamp-local-zone~Local time signed~@ signed a local time, % from UTC.~Sign UTC.
value-left-out~Value left out~@ signed nothing for `%`.~Sign the value that is sent.
value-line-left-out~Line of a value left out~@ left out a line of `%`.~Sign the value that is sent.
value-trimmed~Value trimmed~@ signed %, without the whitespace around it.~Sign the value that is sent.
value-encoded~Value percent-encoded~@ signed %, percent-encoded.~Sign the decoded value.
value-decoded~Value percent-decoded~@ signed %, decoded once more.~Decode it once.
value-number~Number written differently~@ signed %.~Sign the value that is sent.
value-case~Value in another case~@ signed %.~Sign the value that is sent.
value-slash~Slash added or removed~@ signed %.~Write the value as documented.
value-html~HTML entities in a value~@ signed %.~Write the value as it is, without HTML entities.
value-plus-as-space~`+` and spaces of a value exchanged~@ signed %.~Decode the value once.
value-object-object~`[object Object]` signed for a value~@ signed %.~Use `JSON.stringify` first.
value-colon-escaped~Colons escaped~@ signed %.~Write the value as it is.
value-shorter~Last segment left out~@ signed %.~Write the value as documented.
value-of-url~Path of the URL signed~@ signed %.~Write the value as documented.
value-word~Word signed for an empty value~@ signed %.~Sign the empty string where there is no value.
value-other~Another value signed~@ signed %.~Send the value that is signed: HTTP clients add and change headers.
charset-latin1~Latin-1 instead of UTF-8~@ encoded the string as Latin-1.~Sign UTF-8.
charset-double-utf8~UTF-8 encoded twice~@ encoded the string as UTF-8 twice.~Encode it once.
charset-ascii-question-marks~Question marks for non-ASCII characters~@ signed `?` for every non-ASCII character.~Sign UTF-8.
charset-lower-case-escapes~Percent-encoding in lower case~@ signed the percent-encoding in lower case.~Write `%2F`, not `%2f`.
charset-utf16~UTF-16 instead of UTF-8~@ encoded the string in UTF-16, as .NET and Windows keep it.~Sign UTF-8: `Encoding.UTF8.GetBytes`.
charset-bytes-as-text~Digest turned into a string~@ turned raw bytes, such as an inner digest, into a string before signing them.~Keep them as bytes: no `toString()` in between.
layout-trailing-newline~Trailing line feed added~@ signed a trailing line feed, as `echo` adds.~Use `printf %s`.
layout-backslash-n~`\\n` signed as two characters~@ signed a backslash and an `n` for each line feed, as single quotes keep them in PHP and in a shell.~Use double quotes, or a real line feed.
layout-crlf~Line feeds as CR LF~@ signed CR LF for each line feed, as Windows and text areas write it.~Sign `\\n` alone.
layout-cr~Line feeds as CR~@ signed CR for each line feed.~Sign `\\n` alone.
layout-ampersands-left-out~Ampersands left out~@ joined the parameters without `&`.~Join them as the scheme says; another kind of message of the same provider may be joined so.
layout-empty-body-marker~Label without a body~@ signed the label of the body without a body.~Leave out the label.
layout-question-mark~`?` signed for `&`~@ signed `?` instead of the first `&`.~Follow the documented layout.
layout-ampersand-as-entity~`&amp;` signed for `&`~@ signed `&amp;` instead of `&`: the string was HTML-escaped.~Sign the raw `&`.
layout-body-only~Only the body signed~@ signed only the body.~Sign all parts.
layout-timestamp-only~Only the timestamp signed~@ signed only the timestamp.~Sign all parts.
layout-only~Only one part signed~@ signed only `%`.~Sign all parts.
layout-left-out~Part left out~@ left out `%`.~Sign all parts.
layout-not-filtered~Step left out~@ left out the step `%`.~Follow all documented steps.
layout-end-lost~Trailing line feed left out~@ signed the string without its trailing line feed.~Follow the documented layout.
layout-query-joined~Path and query joined~@ signed path and query joined by `?`.~Follow the documented layout.
layout-plain-concat~Labels and separators left out~@ joined the values without labels or separators.~Follow the documented layout.
layout-separator-plus~Values joined by `+`~@ joined the values by `+`.~A `+` in documentation means concatenation: put nothing in between.
layout-separator-dot~Values joined by `.`~@ joined the values by `.`.~Follow the documented layout.
layout-separator-colon~Values joined by `:`~@ joined the values by `:`.~Follow the documented layout.
layout-separator-newline~Values joined by line feeds~@ joined the values by line feeds.~Follow the documented layout.
layout-separator-comma~Values joined by `,`~@ joined the values by `,`.~Follow the documented layout.
layout-separator-bar~Values joined by `|`~@ joined the values by `|`.~Follow the documented layout.
layout-separator-ampersand~Values joined by `&`~@ joined the values by `&`.~Follow the documented layout.
layout-separator-space~Values joined by spaces~@ joined the values by spaces.~Follow the documented layout.
layout-body-first~Parts reordered~@ signed the parts in another order.~Keep the documented order.
layout-order~Parts reordered~@ signed the parts in another order.~Keep the documented order.
layout-inner-hash-hex~Inner hash in hexadecimal~@ signed the inner hash in hexadecimal.~Encode the inner hash as documented.
layout-inner-hash-raw~Inner hash not encoded~@ signed the raw inner hash.~Encode the inner hash as documented.
layout-inner-hash-base64~Inner hash in base64~@ signed the inner hash in base64.~Encode the inner hash as documented.
layout-inner-hash-other~Another inner hash~@ used another hash function for the inner hash.~Use the documented one.
layout-inner-hash-left-out~Inner hash left out~@ signed the string that should have been hashed first.~Hash it first.
layout-of-another~Layout of another scheme~@ signed in the layout of `%`.~Follow the layout of this scheme.
secret-raw~Secret used as it is~@ used the secret as it is; the scheme makes the key from it.~Make the key as documented.
secret-trailing-newline~Trailing line feed in the secret~@ used the secret with a trailing line feed.~Trim it when loading it; use `echo -n`.
secret-trailing-crlf~Trailing CR LF in the secret~@ used the secret with a trailing CR LF.~Trim it when loading it.
secret-trailing-space~Trailing space in the secret~@ used the secret with a trailing space.~Trim it when loading it.
secret-trimmed~Secret trimmed~@ used the secret without the whitespace around it.~Trim the secret given here.
secret-hex-decoded~Secret decoded as hexadecimal~@ decoded the secret as hexadecimal; expected the string itself.~Pass the string.
secret-base64-decoded~Secret decoded as base64~@ decoded the secret as base64; expected the string itself.~Pass the string.
secret-prefix-decoded~Prefix of the secret decoded~@ decoded the secret as base64 together with its prefix.~Remove the prefix first.
secret-decoded-loosely~Secret decoded leniently~@ decoded the secret with a decoder that skips what it does not know.~Give the secret as the provider writes it.
secret-prefix-removed~Prefix of the secret removed~@ used the secret without its prefix.~Pass it as issued.
secret-prefix-removed-base64-decoded~Prefix of the secret removed, rest decoded~@ removed the prefix of the secret and decoded the rest as base64.~Pass it as issued.
secret-version-left-on~Version left on the secret~The secret still begins with `v1,`, as some consoles show it.~Pass what follows it, from `whsec_` on.
secret-prefix-twice~Prefix of the secret twice~The secret begins with its prefix twice.~Pass it as issued.
secret-web-app-data~Key of a Telegram Mini App~@ used the key of Mini Apps, HMAC-SHA256 of the token with the key `WebAppData`.~Use the SHA-256 of the token for login widgets, and that key for Mini Apps.
secret-sha256~Digest of the secret as the key~@ used the SHA-256 of the secret as the key.~Pass the secret as issued.
secret-decoded-hex~Decoded secret in hexadecimal~@ decoded the secret as base64, and used its bytes in hexadecimal as the key.~Use the decoded bytes themselves.
secret-decoded-as-text~Decoded secret turned into a string~@ decoded the secret as base64, and turned its bytes into a string.~Keep the decoded bytes: no `toString()` in between.
secret-quoted~Secret in double quotes~@ used the secret with quotes around it.~Remove the quotes of the .env file.
secret-single-quoted~Secret in single quotes~@ used the secret with single quotes around it.~Remove the quotes of the .env file.
secret-quotes-removed~Quotes of the secret removed~@ used the secret without the quotes around it.~Remove the quotes here, too.
secret-base64-encoded~Secret encoded in base64~@ used the base64 of the secret, as Kubernetes stores it.~Decode it once.
secret-hex-encoded~Secret encoded in hexadecimal~@ used the hexadecimal of the secret.~Pass the string.
secret-empty~Empty secret~@ used an empty secret.~Check the name of the variable.
secret-undefined~`undefined` used as the secret~@ used `undefined` as the secret.~Check the name of the variable.
secret-null~`null` used as the secret~@ used `null` as the secret.~Check the name of the variable.
secret-none~`None` used as the secret~@ used `None` as the secret.~Check the name of the variable.
secret-dollar-expanded~`$` in the secret expanded~The shell or Compose replaced a `$` in the secret.~Use single quotes, or `$$`.
secret-backslash-n~`\\n` in the secret unescaped~@ used a line feed for `\\n` in the secret.~Keep the secret raw.
secret-first-character-lost~First character of the secret lost~@ used the secret without its first character.~Copy it again.
secret-last-character-lost~Last character of the secret lost~@ used the secret without its last character.~Copy it again.
secret-lower-case~Secret in lower case~@ used the secret in lower case.~Copy it again.
secret-upper-case~Secret in upper case~@ used the secret in upper case.~Copy it again.
secret-html-escaped~Secret HTML-escaped~@ used the secret HTML-escaped.~Copy it raw.
secret-url-encoded~Secret percent-encoded~@ used the secret percent-encoded.~Copy it raw.
secret-utf16~Secret in UTF-16~@ encoded the secret in UTF-16, little-endian.~Use UTF-8.
secret-utf16-be~Secret in UTF-16~@ encoded the secret in UTF-16, big-endian.~Use UTF-8.
algorithm-md5~MD5 used~@ used MD5 as the hash.~Use the hash of the scheme.
algorithm-sha1~SHA-1 used~@ used SHA-1 as the hash.~Use the hash of the scheme.
algorithm-sha256~SHA-256 used~@ used SHA-256 as the hash.~Use the hash of the scheme.
algorithm-sha384~SHA-384 used~@ used SHA-384 as the hash.~Use the hash of the scheme.
algorithm-sha512~SHA-512 used~@ used SHA-512 as the hash.~Use the hash of the scheme.
hmac-arguments-swapped~Key and message swapped~@ swapped key and message%.~Swap them: some libraries take the message first.
plain-hash~Hash without the secret~@ hashed the message alone, without the secret%.~Use HMAC.
hmac-for-hash~HMAC instead of a hash~@ made an HMAC%; expected a plain hash.~Hash the string with the secret inside.
secret+message~Hash of secret and message~@ hashed the secret followed by the message%.~Use HMAC.
secret+message+secret~Hash of secret, message and secret~@ hashed the secret, the message and the secret again%.~Use HMAC.
message+secret~Hash of message and secret~@ hashed the message followed by the secret%.~Use HMAC.
message-hashed-first~Message hashed first~@ hashed the message and signed the raw digest%.~Sign the message itself.
message-hashed-first-hex~Message hashed first~@ hashed the message and signed the digest in hexadecimal%.~Sign the message itself.
digest-hashed-again~Signature hashed again~@ hashed the raw signature once more%.~Leave out the last hash.
digest-hashed-again-hex~Signature hashed again~@ hashed the hexadecimal signature once more%.~Leave out the last hash.
layout-leading-zeros~Leading zeros signed~@ signed a number with the leading zeros that are sent.~Sign it as an integer.
algorithm-rsa-pss~PSS padding~@ signed with PSS padding; expected RSASSA-PKCS1-v1_5.~Sign without PSS: `RS256`, in OpenSSL no `rsa_padding_mode`.
algorithm-rsa-pkcs1~PKCS#1 v1.5 padding~@ signed with RSASSA-PKCS1-v1_5; expected PSS padding.~Sign with PSS: `PS256`, in OpenSSL `rsa_padding_mode:pss`.
algorithm-raw-digest-info-missing~Name of the hash missing~@ padded the bare digest, without its DigestInfo.~Let the library hash the message: in Node `createSign`, not `privateEncrypt`; in OpenSSL `dgst -sign`, not `pkeyutl`.
algorithm-hash-unknown~Unknown hash function~@ used a hash function that is not known here.~Use the hash of the scheme.
digest-hex-signed~Hexadecimal digest signed~@ padded the digest in hexadecimal, without its DigestInfo.~Let the library hash the message.
digest-info-added~Message hashed~@ hashed the string and added a DigestInfo; expected the bare string.~Sign the string without a digest: in Node `privateEncrypt`.
digest-info-null-missing~NULL missing in DigestInfo~@ left out the NULL after the name of the hash.~Use the PKCS#1 v1.5 signature of a library.
message-not-hashed~Message not hashed~@ padded the message itself, without a hash.~Let the library hash the message: in Node `createSign`, not `privateEncrypt`.
pss-salt-length~PSS salt of another length~@ used %.~Set the salt as long as the digest: in Node `RSA_PSS_SALTLEN_DIGEST`, in OpenSSL `rsa_pss_saltlen:digest`.
pss-mask-other~Another hash for the PSS mask~@ used % for the mask; expected the hash of the message.~Give MGF1 the same hash: in Java a `PSSParameterSpec`.
key-another~Signed with another key~No given key fits the signature: another key made it, or it is damaged.~Use the public half of the signing key; copy the whole signature.
key-size-other~Key of another size~The signature has %.~Use the signing key; copy the whole signature.
key-of-header~Signed with the key in the header~The key in the JWS header made the signature, not a given key.~Pin that key once its owner confirms it through another channel.
key-escaped~Line breaks of the key escaped~The key has `\\n` for its line breaks, which most libraries refuse.~Replace them with line breaks.
key-kind~Key of another kind~The key given is %.~Give it as the credential that it is.
key-purpose~Key for another purpose~The JWK is for another purpose: %.~Give the key for this purpose, or correct the JWK.
certificate-refused~Certificate refused~The signature is correct, but its certificate is not valid now: %.~Use the current certificate.
received-several~Conflicting values~A header or timestamp occurs twice with different values.~Send it once.
timestamp-unreadable~Timestamp unreadable~The signature is correct, but the timestamp is not in the form of the scheme.~Send the time in the documented form.
signature-of-another-missing~Second signature missing~The message lacks the signature of `%`, for which keys are given.~Send both signatures.
header-missing~Header missing~The message lacks the header `%`.~Send it.
body-begins-with-time~Body begins with a time~The body begins with a time, so it is not clear whether the time was signed.~Send the body without a time, or the time in its header.
input-ambiguous~Ambiguous input~The signature is correct, but an input contains the string that ends it in the canonical string.~Refuse it: another message has the same signature.
signature-beside-malformed~Malformed signature in the list~One signature in the list cannot be read and is skipped.~Send whole signatures only.
refused-otherwise~Message refused~The signature may be correct, but the message is refused: %.~Send the message as the scheme requires.
url-refused~URL refused~The signature is correct, but no client sends this URL: expected %.~Give the URL that was requested.
credential-other~Another credential received~The message carries another `%` than the one given.~Use credentials that belong together.
signed-by-this-key~Signed with this key~A given key made the signature, but over another string.~Compare the message with what was signed.
signature-ecdsa~ECDSA signature~The signature looks like ECDSA, %.~Sign with RSA, or use the scheme for ECDSA.
signature-unreadable~Signature unreadable~The received value cannot be read as a signature.~Copy the whole header.
halves-differ~Halves that differ~The half before the separator holds another string than the half after it.~Send two halves that were made together.
halves-swapped~Halves swapped~@ swapped the two halves.~Put the signature first.
half-only-hash~First half missing~Only the half after the separator was received and compared.~Send both halves.
half-only-signature~Second half missing~Only the half before the separator was received.~Send both halves: the first is encrypted at random and cannot be compared.
half-encrypted~First half not compared~The half before the separator is encrypted at random: only the other half was compared.~Use PKCS#1 v1.5 padding, not OAEP: only the other side can check it.
half-unopened~First half does not open~The half before the separator does not open with the key: another key made it, or it is encrypted to the key, which anybody can do.~Refuse it.
half-unreadable~First half is not base64~The half before the separator is not base64.~Copy the whole value.
jws-signature-only~Only the last part of the JWS~Only the signature of the JWS was received, without its header.~Send `header.payload.signature`.
jws-parts~Another number of JWS parts~A compact JWS has three parts; this one has %.~If there is no payload, put two dots between header and signature.
jws-json~JWS as JSON~The JWS is JSON; expected its compact form.~Send `header.payload.signature`.
jws-header-unreadable~JWS header unreadable~The protected header is not a JSON object in base64url.~Encode `{\"alg\":…}` in base64url.
jws-header-not-encoded~JWS header not encoded~The protected header is plain JSON.~Encode it in base64url.
jws-header-printed-again~JWS header serialised again~@ signed the protected header serialised again, as %.~Send the exact string that was signed.
jws-header-spelt-otherwise~JWS header encoded differently~@ signed the protected header %.~Sign the exact string that is sent.
jws-header-left-out~JWS header left out~@ did not sign the protected header.~Sign `header.payload`.
jws-header-other~Another JWS header signed~@ signed the protected header `%`.~Send the exact string that was signed.
jws-padding-kept~Base64url padding kept~@ kept the `=` at the end of base64url.~Remove it: `toString('base64url')`.
jws-base64~Base64 instead of base64url~@ used the `+` and `/` of base64; expected base64url.~Encode in `base64url`.
jws-algorithm-none~JWS algorithm `none`~The header says `none`: nothing is signed.~Refuse it.
jws-algorithm-refused~JWS algorithm not allowed~The header says %.~Use an allowed algorithm, or allow this one in `jws.alg`.
jws-signature-missing~JWS signature missing~The last part of the JWS is empty.~Copy all of it.
jws-form~Another JWS form~The JWS is %.~Set `jws.form` to the agreed form.
jws-refused~JWS refused~The JWS is refused: %.~Write the header as RFC 7515 and RFC 7797 require.
jws-unencoded-inside~Unencoded payload in the JWS~`b64` is false, but the JWS contains the payload.~Leave out the payload, or `b64`.
jws-unencoded~JWS payload not encoded~@ signed the raw payload; expected its base64url.~Encode it, or say `\"b64\":false` and name it in `crit`.
jws-encoded~JWS payload encoded~@ signed the payload in base64url; `b64` says that it is raw.~Sign the raw payload, or leave out `b64`.
jws-payload-base64~JWS payload in base64~@ signed the payload in base64; expected base64url.~Encode in `base64url`.
jws-padding-signed~Padding of the JWS payload signed~@ signed the base64url of the payload with its padding.~Remove the `=` before signing.
jws-payload-only~Only the JWS payload signed~@ signed the payload without the header.~Sign `header.payload`.
jws-payload-hashed~JWS payload hashed~@ signed a digest of the payload.~Sign the payload itself.
jws-separator-missing~Dot left out~@ signed header and payload without the dot in between.~Put a dot between them.
jws-separator-added~Another number of dots~@ signed header and payload with another number of dots.~Sign `header.payload`.
jws-payload-other~Another payload in the JWS~The signature is correct for the payload in the JWS, but not for the body: %.~Use the raw body; send what was signed.
jws-payload-not-signed~Payload in the JWS not signed~The signature covers the body, but the JWS contains another payload.~Send the payload that was signed.
jws-kid-other~Another key id~The header names the key `%`, but no given key has this id.~Use the key with this id.
jws-certificate-other~Another certificate~`%` in the header matches no given certificate.~Pin the certificate that the signer uses now.
url-whole~Whole URL signed~@ signed the whole URL; expected a part of it.~Sign the documented part.
url-query-added~Query signed~@ signed the query as well.~Sign the path alone.";
