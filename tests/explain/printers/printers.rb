# Prints each document of a JSON array on standard input in Ruby's ways; a way that raises gives nil.
require 'json'
documents = JSON.parse($stdin.read)

WAYS = {
  'ruby' => ->(text) { JSON.generate(JSON.parse(text)) },
  'ruby-pretty' => ->(text) { JSON.pretty_generate(JSON.parse(text)) }
}
RAILS = {
  'rails' => ->(text) { JSON.parse(text).to_json }
}

def print_all(ways, documents)
  documents.map do |text|
    ways.transform_values do |way|
      [way.call(text).encode('UTF-8')].pack('m0')
    rescue StandardError
      nil
    end
  end
end

printed = print_all(WAYS, documents)
# Rails changes `to_json` of all classes, so it comes last.
require 'active_support'
require 'active_support/core_ext/object/json'
require 'active_support/json'
printed = printed.zip(print_all(RAILS, documents)).map { |both| both.inject(:merge) }
version = "Ruby #{RUBY_VERSION}, json #{JSON::VERSION}, ActiveSupport #{ActiveSupport.version}"
puts JSON.generate('version' => version, 'printed' => printed)
