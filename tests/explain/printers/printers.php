<?php
// Prints each document of a JSON array on standard input in PHP's ways; a way that fails gives null.
const SLASHES = JSON_UNESCAPED_SLASHES;
const UNICODE = JSON_UNESCAPED_UNICODE;

// Floats of more than 14 digits are rounded in a form, which is not imitated.
function isFlat($value) {
    $isPlain = fn ($member) => !is_array($member) && !(is_float($member) && $member !== (float) (string) $member);
    return count(array_filter($value, $isPlain)) === count($value);
}

$ways = [
    'php' => fn ($array, $object) => json_encode($array),
    'php-object' => fn ($array, $object) => json_encode($object),
    'php-slashes' => fn ($array, $object) => json_encode($array, SLASHES),
    'php-object-slashes' => fn ($array, $object) => json_encode($object, SLASHES),
    'php-unicode' => fn ($array, $object) => json_encode($array, UNICODE),
    'php-object-unicode' => fn ($array, $object) => json_encode($object, UNICODE),
    'php-both' => fn ($array, $object) => json_encode($array, SLASHES | UNICODE),
    'php-object-both' => fn ($array, $object) => json_encode($object, SLASHES | UNICODE),
    'php-pretty' => fn ($array, $object) => json_encode($array, JSON_PRETTY_PRINT),
    'php-pretty-both' => fn ($array, $object) => json_encode($array, JSON_PRETTY_PRINT | SLASHES | UNICODE),
    'php-form' => fn ($array, $object) => is_object($object) && isFlat($array) ? http_build_query($array) : false,
];
$printed = [];
foreach (json_decode(stream_get_contents(STDIN)) as $text) {
    $array = json_decode($text, true);
    $failed = json_last_error() !== JSON_ERROR_NONE;
    $object = json_decode($text);
    $objectFailed = json_last_error() !== JSON_ERROR_NONE;
    $row = [];
    foreach ($ways as $way => $print) {
        $refused = str_contains($way, 'object') ? $objectFailed : $failed;
        $result = $refused ? false : $print($array, $object);
        $row[$way] = $result === false ? null : base64_encode($result);
    }
    $printed[] = $row;
}
echo json_encode(['version' => 'PHP ' . PHP_VERSION, 'printed' => $printed]), "\n";
