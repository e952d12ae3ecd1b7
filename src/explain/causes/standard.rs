//! The causes of the standards in which the sender chooses what is signed.

pub(super) const TEXTS: &str = "\
body-digest-other~Digest of another body~The signature is correct, but the digest in the header is not the digest of this body: the body was changed after signing, or another was hashed.~Use the raw bytes as they were sent; look for what changes them on the way.
session-token-missing~Session token missing~The access key is temporary and needs its session token, but the request carries none.~Give `sessionToken` as well.
headers-that-change~Headers that change on the way~The signature covers `%`, which proxies and clients change.~Sign fewer headers: `host`, `content-type` and those that begin with `x-amz-`.
path-encoded-once~Path encoded once~@ encoded the path once; expected twice.~Encode each segment of the sent path once more; only S3 does not.
path-encoded-twice~Path encoded twice~@ encoded the sent path once more; this service does not.~Sign the path as it is sent, as S3 does.
path-normalized~Path normalised~@ removed `.`, `..` and empty segments from the path.~Keep them, as S3 does.
path-not-normalized~Path not normalised~@ left `.`, `..` or empty segments in the path.~Remove them before signing; only S3 keeps them.
path-of-another-service~Path as for another service~@ encoded and normalised the path as for other services.~Set the options `pathEncoding` and `pathForm` for this service.
path-as-sent~Path not encoded~@ signed the path as it is in the URL.~Encode each of its segments.
path-component-encoded~Path encoded by `encodeURIComponent`~@ left `!`, `'`, `(`, `)` or `*` in the path, as `encodeURIComponent` does.~Encode everything but the unreserved characters of RFC 3986.
path-slashes-encoded~Slashes of the path encoded~@ encoded the slashes of the path.~Encode the segments, not the slashes between them.
path-space-as-plus~`+` for a space in the path~@ wrote spaces in the path as `+`.~Write `%20`.
path-plus-as-space~Space for a `+` in the path~@ wrote each `+` of the path as a space.~Write `%2B`.
path-slash-doubled~Double slash signed~@ signed the path with a double slash, which a server or proxy made one.~Join its segments with one slash.
path-empty~Path left out~@ signed nothing for the path.~Sign `/` if there is no path.
path-hex-case~Percent-encoding of the path in lower case~@ percent-encoded the path in lower case.~Write `%2F`, not `%2f`.
path-encoded-thrice~Path encoded too often~@ encoded the path once more than expected.~Sign the path as documented.
query-not-sorted~Query not sorted~@ kept the parameters in the order in which they are sent.~Sort them by their encoded names, then by their values.
query-as-sent~Query neither sorted nor encoded~@ signed the query as it is in the URL.~Sort and encode its parameters, and write `a=` for `a`.
query-sorted-by-name~Query sorted by name only~@ sorted the parameters by name, but not by value.~Sort parameters of the same name by their values.
query-sorted-decoded~Query sorted before encoding~@ sorted the parameters before encoding them.~Encode first, then sort.
query-sorted-regardless-of-case~Query sorted regardless of case~@ ignored upper and lower case when sorting the parameters.~Sort by bytes: upper case comes first.
query-sorted-as-sent~Query sorted but not encoded~@ sorted the parameters as they are in the URL, without encoding them again.~Encode names and values, and write `a=` for `a`.
query-slashes-kept~Slashes of the query not encoded~@ left the slashes in the query.~Encode them as `%2F`.
query-question-mark~Question mark signed~@ signed the `?` before the query.~Leave it out.
payload-as-sent~Hash of another body~The hash in `x-amz-content-sha256` was signed, but it is not the hash of this body: the body was changed after signing, or another was hashed.~Hash the bytes that are sent; look for what changes them on the way.
payload-signed~Hash of the body signed~@ signed the hash of the body; expected an unsigned body.~Set the option `payload` to `signed` or `sent`.
payload-word~Word instead of the body's hash~@ signed `%` instead of the hash of the body.~Sign the hash of the body, or set the option `payload`.
payload-hash-upper-case~Hash of the body in upper case~@ wrote the hash of the body in upper case.~Write it in lower case.
payload-hash-base64~Hash of the body in base64~@ wrote the hash of the body in base64.~Write it in hexadecimal.
payload-hash-raw~Hash of the body not encoded~@ signed the raw hash of the body.~Write it in hexadecimal.
payload-not-hashed~Body not hashed~@ signed the body itself.~Sign its SHA-256 in hexadecimal.
payload-hash-other~Body hashed with SHA-512~@ hashed the body with SHA-512.~Use SHA-256.
payload-hashed-twice~Body hashed twice~@ hashed the hash of the body.~Hash it once.
payload-hash-left-out~Hash of the body left out~@ left out the hash of the body.~An empty body has a hash, too.
header-values-not-trimmed~Header values not trimmed~@ kept the whitespace around header values.~Trim each value, and write one space for several.
header-spaces-not-collapsed~Spaces in header values not collapsed~@ trimmed the header values, but kept several spaces inside.~Write one space for several.
header-values-lower-case~Header values in lower case~@ wrote the header values in lower case.~Write only the names in lower case.
header-values-joined~Header lines joined differently~@ joined the lines of a header in another way.~Join them with a comma and a space.
header-space-after-colon~Space after the colon~@ wrote a space after the colon of each header.~Leave it out.
headers-blank-line-missing~Blank line left out~@ left out the blank line between the headers and the list of their names.~End each header with a line feed, and add one more.
headers-blank-line-twice~Blank line added~@ wrote two blank lines between the headers and the list of their names.~End each header with a line feed, and add one more.
headers-line-ends-crlf~Header lines ended by CR LF~@ ended the header lines with CR LF.~End them with a line feed.
headers-without-line-ends~Header lines without line feeds~@ joined the headers without line feeds.~End each with a line feed.
header-names-case~Header names not in lower case~@ did not write the header names in lower case.~Write them in lower case.
headers-order~Headers reordered~@ signed the headers in another order.~Sort them by their names in lower case.
header-not-signed~Header not signed~@ did not sign the header `%`.~Sign it, and name it in the list.
header-signed-too~Additional header signed~@ also signed the header `%`, with this value.~Name it in the list that is sent, and send it unchanged.
header-line-left-out~Line of a header left out~@ named the header `%` in the list, but left out its line.~Sign its line, too.
header-value-empty~Header signed without its value~@ signed the header `%` without a value.~Set it before signing.
headers-fewest~Fewer headers signed~@ signed only the headers %.~Sign all headers that the list names.
header-other-value~Header changed after signing~@ signed the header as `%`; it was changed after signing.~Do not sign headers that change on the way, or sign what is sent.
host-with-port~Port added to the host~@ signed the host with the port `%`.~Sign what the client sends in `Host`, without a default port.
host-without-port~Port of the host left out~@ signed the host without its port.~Sign what the client sends in `Host`, with its port.
host-as-called~Host of the URL signed~@ signed the host of the URL.~Sign what the client sends in `Host`.
host-other~Another host signed~@ signed another host, the one in the header `%`.~Sign the host that is requested; let the proxy keep `Host`.
host-case~Host signed in lower case~@ signed the host in lower case.~Sign what the client sends in `Host`.
signed-separator~Header names joined differently~@ joined the names of the signed headers with `%`.~Join them with `;`.
scope-as-sent~Another scope signed~@ signed the scope `%` of the header, which is not that of this day, region and service.~Give the region and service that are requested; take the day from `x-amz-date`.
scope-region~Another region signed~@ signed for the region `%`.~Sign for the region that is requested.
scope-service~Another service signed~@ signed for the service `%`.~Sign for the service that is requested.
scope-region-and-service~Another region and service signed~@ signed for `%`.~Sign for the region and service that are requested.
scope-order~Region and service swapped~@ put the service before the region in the scope.~Write day, region, service, `aws4_request`.
scope-end-left-out~`aws4_request` left out~@ left `aws4_request` out of the scope.~Write day, region, service, `aws4_request`.
scope-day~Another day signed~@ wrote `%` as the day of the scope.~Take the day from `x-amz-date`, in UTC.
scope-day-with-dashes~Day with dashes~@ wrote the day of the scope as `%`.~Write only its eight digits.
scope-day-with-time~Day with its time~@ wrote `%` as the day of the scope.~Write only its eight digits.
key-prefix-missing~Key prefix `AWS4` missing~@ derived the key without `AWS4` in front of the secret.~Begin with `AWS4` followed by the secret.
key-prefix-twice~Key prefix `AWS4` twice~@ put `AWS4` in front of the secret twice.~Put it there once; some libraries do it themselves.
key-prefix-other~Another key prefix~@ put something other than `AWS4` in front of the secret.~Begin with `AWS4` followed by the secret.
key-not-derived~Key not derived~@ signed with the secret itself.~Derive the key from day, region, service and `aws4_request`.
key-step-left-out~Step of the key derivation left out~@ left out one step of the key derivation.~Derive the key from day, region, service and `aws4_request`.
key-order~Key derivation reordered~@ derived the key in another order.~Derive the key from day, region, service and `aws4_request`.
key-day-with-time~Key derived from day and time~@ derived the key from the whole time; expected the day.~Use only the eight digits of the day.
key-day-with-dashes~Key derived from a day with dashes~@ derived the key from the day with dashes.~Use only the eight digits of the day.
key-hex~Derived keys in hexadecimal~@ used the hexadecimal of each step as the key of the next step.~Use the raw bytes.
key-arguments-swapped~Key and message of the derivation swapped~@ swapped key and message when deriving the key.~Use the result of each step as the key of the next step.
component-names-unquoted~Component names without quotes~@ left out the quotes around component names.~Write each name in quotes.
component-names-case~Header names not in lower case~@ did not write the header names in lower case.~Write them in lower case.
component-space-missing~Space after the colon missing~@ left out the space after the colon.~Write a colon and one space.
component-lines-crlf~Lines ended by CR LF~@ ended lines with CR LF.~End them with a line feed.
component-lines-joined~Lines without line feeds~@ joined the lines without line feeds.~End each with a line feed.
component-values-only~Component names left out~@ signed the values without the component names.~Write each name in quotes, a colon, a space and the value.
component-not-signed~Component not signed~@ did not sign the component `%`.~Sign it, and name it among the components.
component-line-left-out~Line of a component left out~@ named the component `%`, but left out its line.~Sign its line, too.
component-order~Components reordered~@ signed the components in another order.~Keep the order in `Signature-Input`.
component-query-mark-missing~Query changed~@ signed the query without its `?`, or encoded differently.~Sign it with its `?`, as it is sent.
component-request-target~Method in the request target~@ put the method before the request target, as older drafts did.~Sign path and query alone.
component-param-not-encoded~Query parameter encoded differently~@ signed the value of a query parameter in another encoding.~Decode it, and percent-encode it again.
content-digest-as-sent~Digest of another body signed~The digest in the header was signed, but it is not the digest of this body: the body was changed after signing, or another was hashed.~Hash the bytes that are sent; look for what changes them on the way.
content-digest-other~Another digest signed~@ signed a digest of the body by another hash function.~Sign the header that is sent.
content-digest-hex~Digest in hexadecimal~@ wrote the digest of the body in hexadecimal.~Write it in base64 between colons.
content-digest-base64url~Digest in base64url~@ wrote the digest of the body in base64url.~Write it in base64 with its padding.
content-digest-of-hex~Digest encoded twice~@ wrote the base64 of the hexadecimal digest.~Encode the raw digest, once.
content-digest-without-colons~Colons around the digest left out~@ left out the colons around the digest.~Write `sha-256=:…:`.
content-digest-legacy~Legacy `Digest` header~@ wrote the digest as in the older header `Digest`.~Write `sha-256=:…:`.
content-digest-value-only~Name of the digest's hash left out~@ wrote the digest without the name of its hash.~Write `sha-256=:…:`.
params-order~Signature parameters reordered~@ signed the parameters in another order than they are sent.~Sign the exact string that is sent.
params-left-out~Signature parameter left out~@ left out the parameter `%`.~Sign the exact string that is sent.
params-time-quoted~Time in quotes~@ wrote quotes around the time.~Write it as a number.
params-names-unquoted~Component list without quotes~@ left out the quotes around names in the list of components.~Write each name in quotes.
params-commas~Component list with commas~@ put commas between the components.~Put one space between them.
params-space~Spaces between signature parameters~@ put a space after each semicolon.~Sign the exact string that is sent, without spaces.
params-with-label~Signature label signed~@ signed the label with the parameters.~Sign what follows the label and its `=`.
params-alg-added~Parameter `alg` added~@ signed the parameter `alg`, which is not sent.~Send it, too, or leave it out.
params-expires-added~Parameter `expires` added~@ signed the parameter `expires`, % s after `created`, which is not sent.~Send it, too, or leave it out.
params-line-missing~`@signature-params` line left out~@ left out the last line, with the parameters.~End with `\"@signature-params\": ` and the parameters.
params-line-unquoted~`@signature-params` without quotes~@ left out the quotes around the name of the last line.~Write `\"@signature-params\": `.
params-line-without-name~Name `@signature-params` left out~@ left out the name of the last line.~Write `\"@signature-params\": ` before the parameters.
params-line-other-name~Another name for `@signature-params`~@ wrote another name before the parameters.~Write `\"@signature-params\": `.
params-line-first~`@signature-params` line first~@ put the line with the parameters first.~Put it last.";
