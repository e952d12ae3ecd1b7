//! The words for what goes wrong where the sender chooses what is signed.

pub(super) const TEXTS: &str = "\
refused-otherwise~Right, and refused~The signature is right, or may be, and the message is refused for something else: %.~Send the message as the scheme wants it.
body-digest-other~The digest of another body~The signature is right, and the digest in the header is not that of the body: the body was changed after signing, or another was hashed.~Take the raw bytes as they were sent; look for what changes them on the way.
session-token-missing~No session token~The access key is a temporary one, which only holds with its session token, and the request carries none.~Give `sessionToken` as well.
headers-that-change~Headers that change on the way~The signature covers `%`, which proxies and clients change.~Sign fewer headers: `host`, `content-type` and those that begin with `x-amz-`.
path-encoded-once~The path encoded once~@ encoded the path once, where it is encoded twice.~Encode each segment of the path that is sent once more; only S3 does without.
path-encoded-twice~The path encoded twice~@ encoded the path that is sent once more, as it is not done here.~Sign the path as it is sent, as S3 does.
path-normalized~The path normalized~@ took `.`, `..` and empty segments out of the path.~Leave them in, as S3 does.
path-not-normalized~The path not normalized~@ left `.`, `..` or empty segments in the path.~Take them out before signing; only S3 leaves them in.
path-of-another-service~The path as for another service~@ encoded and normalized the path as it is done for other services.~Take the options `pathEncoding` and `pathForm` that the service has.
path-as-sent~The path not encoded~@ signed the path as it stands in the URL.~Encode each of its segments.
path-component-encoded~Marks not encoded~@ left `!`, `'`, `(`, `)` or `*` in the path, as `encodeURIComponent` does.~Encode all but letters, digits, `-`, `.`, `_` and `~`.
path-slashes-encoded~Slashes encoded~@ encoded the slashes of the path.~Encode the segments, and leave the slashes between them.
path-space-as-plus~`+` for a space~@ wrote spaces in the path as `+`.~Write `%20`.
path-empty~No path~@ signed nothing for the path.~Sign `/` where there is no path.
path-hex-case~`%2f` for `%2F`~@ wrote the escapes of the path in lower case.~Write them in upper case.
path-encoded-thrice~The path encoded once more~@ encoded the path once more than is due.~Sign the path as documented.
query-not-sorted~The query not sorted~@ left the parameters in the order in which they are sent.~Sort them by their encoded names, and then values.
query-as-sent~The query as it is sent~@ signed the query as it stands in the URL.~Sort and encode its parameters, and write `a=` for `a`.
query-sorted-by-name~Sorted by name only~@ sorted the parameters by their names, and not by their values.~Sort those of one name by their values.
query-sorted-decoded~Sorted before encoding~@ sorted the parameters before they were encoded.~Encode first, then sort.
query-sorted-regardless-of-case~Sorted regardless of case~@ sorted the parameters as if small and capital letters were the same.~Sort by bytes: capital letters first.
query-sorted-as-sent~Sorted, not encoded~@ sorted the parameters as they stand in the URL, and did not encode them again.~Encode names and values, and write `a=` for `a`.
query-slashes-kept~Slashes kept~@ left the slashes in the query.~Encode them as `%2F`.
query-question-mark~A question mark~@ signed the `?` before the query.~Leave it out.
payload-as-sent~The hash that is sent~The hash in `x-amz-content-sha256` was signed, and it is not that of this body: the body was changed after signing, or another was hashed.~Hash the bytes that are sent; look for what changes them on the way.
payload-signed~The body signed~@ signed the hash of the body, where it is not signed.~Set the option `payload` to `signed` or `sent`.
payload-word~A word for the body~@ signed `%` for the hash of the body.~Sign the hash of the body, or set the option `payload`.
payload-hash-upper-case~The hash in upper case~@ wrote the hash of the body in upper case.~Write it in lower case.
payload-hash-base64~The hash in base64~@ wrote the hash of the body in base64.~Write it in hexadecimal.
payload-hash-raw~The hash raw~@ signed the raw hash of the body.~Write it in hexadecimal.
payload-not-hashed~The body not hashed~@ signed the body itself.~Sign its SHA-256 in hexadecimal.
payload-hash-other~SHA-512 of the body~@ hashed the body by SHA-512.~Use SHA-256.
payload-hashed-twice~The body hashed twice~@ hashed the hash of the body.~Hash it once.
payload-hash-left-out~No hash of the body~@ left out the hash of the body.~An empty body has a hash, too.
header-values-not-trimmed~White space around values~@ left the white space in the values of headers.~Trim each value, and write one space for several.
header-spaces-not-collapsed~Several spaces~@ trimmed the values of headers, and left several spaces inside.~Write one space for several.
header-values-lower-case~Values in lower case~@ wrote the values of headers in lower case.~Only the names are.
header-values-joined~Several lines~@ joined the lines of a header in another way.~Join them with a comma and a space.
header-space-after-colon~A space after the colon~@ wrote a space after the colon of each header.~Leave it out.
headers-blank-line-missing~A blank line missing~@ left out the blank line between the headers and the list of their names.~Each header ends in a line feed, and one more follows.
headers-blank-line-twice~A blank line too many~@ put two blank lines between the headers and the list of their names.~Each header ends in a line feed, and one more follows.
headers-line-ends-crlf~CR LF~@ ended the lines of headers in CR LF.~End them in a line feed.
headers-without-line-ends~No line ends~@ joined the headers without line feeds.~End each in a line feed.
header-names-case~Names in another case~@ did not write the names of headers in lower case.~Write them in lower case.
headers-order~Headers in another order~@ signed the headers in another order.~Sort them by their names in lower case.
header-not-signed~A header not signed~@ did not sign the header `%`.~Sign it, and name it in the list.
header-signed-too~A header more~@ signed the header `%` as well, with this value.~Name it in the list that is sent, and send it unchanged.
header-line-left-out~A header's line missing~@ named the header `%` in the list, and left its line out.~Sign its line, too.
header-value-empty~An empty header~@ signed the header `%` without a value.~Set it before signing.
headers-fewest~Fewer headers~@ signed no headers but %.~Sign all that are named in the list.
header-other-value~A header changed~@ signed the header as `%`; something changed it after signing.~Do not sign what is changed on the way, or sign what is sent.
host-with-port~The host with a port~@ signed the host with the port `%`.~Sign what the client sends in `Host`, which has no default port.
host-without-port~The host without its port~@ signed the host without its port.~Sign what the client sends in `Host`, its port included.
host-as-called~The host of the URL~@ signed the host as it stands in the URL.~Sign what the client sends in `Host`.
host-other~Another host~@ signed another host, which stands in the header `%`.~Sign the host that is called; let the proxy keep `Host`.
host-case~The host's case~@ signed the host in lower case.~Sign what the client sends in `Host`.
signed-separator~Another separator~@ joined the names of the signed headers with `%`.~Join them with `;`.
scope-as-sent~Another scope~The scope `%` of the header was signed, which is not that of this day, region and service.~Give the region and the service that are called; take the day from `x-amz-date`.
scope-region~Another region~@ signed for the region `%`.~Sign for the region that is called.
scope-service~Another service~@ signed for the service `%`.~Sign for the service that is called.
scope-region-and-service~Another region and service~@ signed for `%`.~Sign for the region and service that are called.
scope-order~Region and service swapped~@ put the service before the region in the scope.~Write day, region, service, `aws4_request`.
scope-end-left-out~The end of the scope missing~@ left `aws4_request` out of the scope.~Write day, region, service, `aws4_request`.
scope-day~Another day~@ wrote `%` as the day of the scope.~Take the day from `x-amz-date`, in UTC.
scope-day-with-dashes~The day with dashes~@ wrote the day of the scope as `%`.~Write its eight digits only.
scope-day-with-time~The day with its time~@ wrote `%` for the day of the scope.~Write its eight digits only.
key-prefix-missing~`AWS4` missing~@ derived the key without `AWS4` in front of the secret.~Begin with `AWS4` and the secret joined.
key-prefix-twice~`AWS4` twice~@ put `AWS4` in front of the secret twice.~Put it there once; some libraries do it themselves.
key-prefix-other~Another prefix~@ put something else than `AWS4` in front of the secret.~Begin with `AWS4` and the secret joined.
key-not-derived~The key not derived~@ signed with the secret itself.~Derive the key by day, region, service and `aws4_request`.
key-step-left-out~A step missing~@ left out one step of deriving the key.~Derive it by day, region, service and `aws4_request`.
key-order~Steps in another order~@ derived the key in another order.~Derive it by day, region, service and `aws4_request`.
key-day-with-time~The key of a time~@ derived the key by the whole time, where the day is due.~Take its eight digits only.
key-day-with-dashes~The key of a day with dashes~@ derived the key by the day with dashes.~Take its eight digits only.
key-hex~Keys in hexadecimal~@ used the hexadecimal of each step as the key of the next.~Use the raw bytes.
key-arguments-swapped~Key and message swapped~@ swapped key and message while deriving the key.~The key of each step is what the step before made.
component-names-unquoted~No quotes around names~@ left out the quotes around the names of components.~Write each name in quotes.
component-names-case~Names in another case~@ did not write the names of headers in lower case.~Write them in lower case.
component-space-missing~No space after the colon~@ left out the space after the colon.~Write a colon and one space.
component-lines-crlf~CR LF~@ ended lines in CR LF.~End them in a line feed.
component-lines-joined~No line ends~@ joined the lines without line feeds.~End each in a line feed.
component-values-only~No names~@ signed the values without the names of components.~Write each name in quotes, a colon, a space and the value.
component-not-signed~A component not signed~@ did not sign the component `%`.~Sign it, and name it among the components.
component-line-left-out~A line missing~@ named the component `%`, and left its line out.~Sign its line, too.
component-order~Components in another order~@ signed the components in another order.~Keep the order that `Signature-Input` says.
component-query-mark-missing~No question mark~@ signed the query without its `?`, or spelt otherwise.~Sign it with its `?`, as it is sent.
component-request-target~The method in the target~@ put the method before the request target, as older drafts did.~Sign path and query alone.
component-param-not-encoded~A parameter not encoded~@ signed the value of a query parameter in another spelling.~Decode it, and percent-encode it again.
content-digest-as-sent~The digest that is sent~The digest in the header was signed, and it is not that of this body: the body was changed after signing, or another was hashed.~Hash the bytes that are sent; look for what changes them on the way.
content-digest-other~Another digest~@ signed the digest of the body by another hash function.~Sign the header that is sent.
content-digest-hex~The digest in hexadecimal~@ wrote the digest of the body in hexadecimal.~Write it in base64 between colons.
content-digest-base64url~The digest in base64url~@ wrote the digest of the body in base64url.~Write it in base64 with its padding.
content-digest-of-hex~The digest encoded twice~@ wrote the base64 of the digest's hexadecimal.~Encode the raw digest, once.
content-digest-without-colons~No colons~@ left out the colons around the digest.~Write `sha-256=:…:`.
content-digest-legacy~The older header~@ wrote the digest as the older header `Digest` has it.~Write `sha-256=:…:`.
content-digest-value-only~The digest alone~@ wrote the digest without the name of its hash.~Write `sha-256=:…:`.
params-order~Parameters in another order~@ signed the parameters in another order than is sent.~Sign the very text that is sent.
params-left-out~A parameter missing~@ left out the parameter `%`.~Sign the very text that is sent.
params-time-quoted~The time in quotes~@ wrote quotes around the time.~Write it as a number.
params-names-unquoted~No quotes in the list~@ left out the quotes around names in the list of components.~Write each name in quotes.
params-commas~Commas in the list~@ put commas between the components.~Put one space between them.
params-space~Spaces between parameters~@ put a space after each semicolon.~Sign the very text that is sent, without spaces.
params-with-label~The label as well~@ signed the label with the parameters.~Sign what stands after the label and its `=`.
params-alg-added~The algorithm as well~@ signed the parameter `alg`, which is not sent.~Send it, too, or leave it out.
params-expires-added~The expiry as well~@ signed the parameter `expires`, % s after `created`, which is not sent.~Send it, too, or leave it out.
params-line-missing~The last line missing~@ left out the last line, with the parameters.~End in `\"@signature-params\": ` and the parameters.
params-line-unquoted~The last line without quotes~@ left out the quotes around the name of the last line.~Write `\"@signature-params\": `.
params-line-without-name~The last line without its name~@ left out the name of the last line.~Write `\"@signature-params\": ` before the parameters.
params-line-other-name~The last line with another name~@ wrote another name before the parameters.~Write `\"@signature-params\": `.
params-line-first~The last line first~@ put the line with the parameters first.~Put it last.";
