#include "json/reader.h"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <charconv>
#include <cmath>
#include <utility>

namespace bearward::json {
namespace {

using ErrorCode = boost::json::error_code;

// Frame is an array or object that is not closed yet.
struct Frame {
  bool is_object = false;
  Array items;
  Object members;
  std::string key;
};

// Handler builds the Value from the tokenizer's events. It stops the tokenizer by returning false
// after it has set `fault`.
class Handler {
 public:
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

  explicit Handler(std::size_t max_items) : max_items_(max_items) {}

  bool on_document_begin(ErrorCode&) { return true; }
  bool on_document_end(ErrorCode&) { return true; }
  bool on_comment_part(std::string_view, ErrorCode&) { return true; }
  bool on_comment(std::string_view, ErrorCode&) { return true; }

  bool on_object_begin(ErrorCode&) { return Open(true); }
  bool on_array_begin(ErrorCode&) { return Open(false); }
  bool on_array_end(std::size_t, ErrorCode& code) {
    Value closed = Value::Of(std::move(frames_.back().items));
    frames_.pop_back();
    return Take(std::move(closed), code);
  }
  bool on_object_end(std::size_t, ErrorCode& code) {
    if (!RefuseDuplicates(code)) return false;
    Value closed = Value::Of(std::move(frames_.back().members));
    frames_.pop_back();
    return Take(std::move(closed), code);
  }

  bool on_key_part(std::string_view part, std::size_t, ErrorCode&) { return Collect(part); }
  bool on_key(std::string_view rest, std::size_t, ErrorCode&) {
    frames_.back().key = Collected(rest);
    return true;
  }
  bool on_string_part(std::string_view part, std::size_t, ErrorCode&) { return Collect(part); }
  bool on_string(std::string_view rest, std::size_t, ErrorCode& code) {
    return Take(Value::String(Collected(rest)), code);
  }
  bool on_number_part(std::string_view part, ErrorCode&) { return Collect(part); }
  bool on_int64(std::int64_t number, std::string_view, ErrorCode& code) {
    text_.clear();
    return Take(Value::Int(number), code);
  }
  bool on_uint64(std::uint64_t, std::string_view rest, ErrorCode& code) {
    return TakeDouble(Collected(rest), code);
  }
  bool on_double(double, std::string_view rest, ErrorCode& code) {
    return TakeDouble(Collected(rest), code);
  }
  bool on_bool(bool flag, ErrorCode& code) { return Take(Value::Bool(flag), code); }
  bool on_null(ErrorCode& code) { return Take(Value(), code); }

  Value value;
  base::Error fault;

 private:
  bool Stop(base::Error error, ErrorCode& code) {
    fault = std::move(error);
    code = boost::json::error::syntax;
    return false;
  }

  bool Open(bool is_object) {
    constexpr std::size_t kUsual = 8;
    Frame& frame = frames_.emplace_back(Frame{is_object, {}, {}, {}});
    if (is_object) frame.members.reserve(kUsual);
    return true;
  }

  bool Collect(std::string_view part) {
    text_.append(part);
    return true;
  }

  std::string Collected(std::string_view rest) {
    if (text_.empty()) return std::string(rest);
    text_.append(rest);
    return std::exchange(text_, {});
  }

  // The tokenizer's own conversion may be wrong in the last digit, so that a number would not be
  // equal after writing and parsing.
  bool TakeDouble(const std::string& text, ErrorCode& code) {
    double number = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
    if (end.ec != std::errc() || !std::isfinite(number)) {
      return Stop(base::Invalid("invalid_json", "The JSON has a number out of range."), code);
    }
    return Take(Value::Double(number), code);
  }

  bool Take(Value taken, ErrorCode& code) {
    if (frames_.empty()) {
      value = std::move(taken);
      return true;
    }
    if (++items_ > max_items_) {
      return Stop(base::Invalid("json_too_large", "The JSON has too many items."), code);
    }
    Frame& frame = frames_.back();
    if (frame.is_object) {
      frame.members.push_back({std::move(frame.key), std::move(taken)});
    } else {
      frame.items.push_back(std::move(taken));
    }
    return true;
  }

  // Duplicate returns a key that two members share, or nullptr.
  static const std::string* Duplicate(const Object& members) {
    constexpr std::size_t kFew = 16;
    return members.size() <= kFew ? DuplicateOfFew(members) : DuplicateOfMany(members);
  }

  static const std::string* DuplicateOfFew(const Object& members) {
    for (auto member = members.begin(); member != members.end(); ++member) {
      const auto same = [&](const Member& earlier) { return earlier.key == member->key; };
      if (std::any_of(members.begin(), member, same)) return &member->key;
    }
    return nullptr;
  }

  static const std::string* DuplicateOfMany(const Object& members) {
    std::vector<const std::string*> keys;
    keys.reserve(members.size());
    for (const Member& member : members) keys.push_back(&member.key);
    const auto text = [](const std::string* key) -> const std::string& { return *key; };
    // Sort, because an attacker could make a comparison of all pairs of ten thousand members slow.
    std::ranges::sort(keys, {}, text);
    const auto twice = std::ranges::adjacent_find(keys, {}, text);
    return twice != keys.end() ? *twice : nullptr;
  }

  bool RefuseDuplicates(ErrorCode& code) {
    const std::string* twice = Duplicate(frames_.back().members);
    if (twice == nullptr) return true;
    base::Error error =
        base::Invalid("duplicate_key", "The JSON has a member name twice in one object.");
    for (std::size_t i = 0; i + 1 < frames_.size(); ++i) {
      if (frames_[i].is_object) error.fields.push_back(frames_[i].key);
    }
    error.fields.push_back(*twice);
    return Stop(std::move(error), code);
  }

  const std::size_t max_items_;
  std::size_t items_ = 0;
  std::string text_;
  std::vector<Frame> frames_;
};

boost::json::parse_options Options(const Limits& limits) {
  boost::json::parse_options options;
  options.max_depth = limits.max_depth;
  return options;
}

base::Error FaultOf(const Handler& handler, const ErrorCode& code) {
  if (!handler.fault.reason.empty()) return handler.fault;
  if (code == boost::json::error::too_deep) {
    return base::Invalid("json_too_large", "The JSON is nested too deeply.");
  }
  base::Error error = base::Invalid("invalid_json", "The body is not valid JSON.");
  error.detail = code.message();
  return error;
}

}  // namespace

base::Result<Value> Parse(std::string_view text, const Limits& limits) {
  if (text.size() > limits.max_size) {
    return base::Fail(base::Invalid("json_too_large", "The JSON is too large."));
  }
  boost::json::basic_parser<Handler> parser(Options(limits), limits.max_items);
  ErrorCode code;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), code);
  if (!code && read < text.size()) code = boost::json::error::extra_data;
  if (code) return base::Fail(FaultOf(parser.handler(), code));
  return std::move(parser.handler().value);
}

}  // namespace bearward::json
