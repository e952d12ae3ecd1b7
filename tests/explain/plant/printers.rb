# The bodies of standard input, each as Ruby programs print them again.
require 'json'

bodies = JSON.parse($stdin.read.force_encoding('UTF-8'))
puts JSON.generate(bodies.map { |body|
  value = JSON.parse(body)
  { 'ruby' => JSON.generate(value), 'ruby-pretty' => JSON.pretty_generate(value) }
})
