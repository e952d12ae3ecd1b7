<?php
// The bodies of standard input, each as PHP programs print them again.
$prints = [
    'php' => 0,
    'php-unescaped-unicode' => JSON_UNESCAPED_UNICODE,
    'php-unescaped-slashes' => JSON_UNESCAPED_SLASHES,
    'php-unescaped' => JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES,
    'php-pretty' => JSON_PRETTY_PRINT | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES,
    'php-pretty-escaped' => JSON_PRETTY_PRINT,
];
$all = [];
foreach (json_decode(stream_get_contents(STDIN)) as $body) {
    $printed = ['php-array' => json_encode(json_decode($body, true))];
    foreach ($prints as $name => $flags) {
        $printed[$name] = json_encode(json_decode($body), $flags);
    }
    $printed['php-query'] = http_build_query(json_decode($body, true));
    $all[] = $printed;
}
echo json_encode($all);
