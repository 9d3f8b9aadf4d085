#include "commands/parse.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>

#include "base/encode.h"
#include "base/invalid.h"
#include "commands/select.h"
#include "json/writer.h"

namespace bearward::commands {
namespace {

constexpr std::string_view kNever = "never";

const Option* FindIn(const std::vector<Option>& options, std::string_view name) {
  const auto found = std::ranges::find(options, name, &Option::name);
  return found == options.end() ? nullptr : &*found;
}

base::Error Malformed(std::string_view name, std::string_view text, std::string_view allowed) {
  return Misuse(std::string(name) + " cannot be \"" + std::string(text) + "\". " +
                std::string(allowed));
}

// CheckWord checks a value of an argument or an option against its closed set.
base::Status CheckWord(const std::string& name, const std::vector<std::string>& words,
                       const std::string& text) {
  if (words.empty() || IsAmong(words, text)) return {};
  return base::Fail(Malformed(name, text, Closest(text, words).substr(1)));
}

base::Status CheckArguments(const Command& command, const Words& words) {
  const std::vector<Argument>& wanted = command.arguments;
  const std::size_t given = words.arguments.size();
  const bool repeats = !wanted.empty() && wanted.back().repeats;
  if (given > wanted.size() && !repeats) {
    return base::Fail(Misuse("too many arguments: \"" + words.arguments[wanted.size()] +
                             "\". Usage: " + command.Usage()));
  }
  if (given < wanted.size() && wanted[given].required) {
    return base::Fail(Misuse(wanted[given].name + " is missing. Usage: " + command.Usage()));
  }
  for (std::size_t i = 0; i < std::min(given, wanted.size()); ++i) {
    BW_TRY(CheckWord(wanted[i].name, wanted[i].words, words.arguments[i]));
  }
  return {};
}

// CheckCleared fails if --clear names anything but an option that it removes.
base::Status CheckCleared(const Command& command, const Words& words) {
  const auto given = words.options.find("--clear");
  if (given == words.options.end()) return {};
  const std::vector<std::string> clearable = ClearableOf(command);
  for (const std::string& name : given->second) {
    const std::string option = name.starts_with("--") ? name : "--" + name;
    const std::string bare = option.substr(2);
    if (clearable.empty()) {
      return base::Fail(Malformed("--clear", name, "This command removes no value."));
    }
    BW_TRY(CheckWord("--clear", clearable, bare));
    if (words.Has(option)) {
      return base::Fail(
          Misuse(fmt::format("{} and --clear {} contradict each other.", option, bare)));
    }
  }
  return {};
}

base::Status WriteFlag(const Option& option, const std::string& text, json::Writer& writer) {
  if (text != "true" && text != "false") {
    return base::Fail(
        Malformed(option.name, text, "Write " + option.name + " or " + option.name + "=false."));
  }
  writer.Bool(text == "true");
  return {};
}

base::Status WriteInteger(const Option& option, const std::string& text, json::Writer& writer) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) {
    return base::Fail(Malformed(option.name, text, "Write a whole number."));
  }
  writer.Int(number);
  return {};
}

base::Status WritePairs(const Option& option, const std::vector<std::string>& texts,
                        json::Writer& writer) {
  writer.BeginObject();
  for (const std::string& text : texts) {
    const auto equals = text.find('=');
    if (equals == std::string::npos) {
      return base::Fail(Malformed(option.name, text, "Write NAME=VALUE."));
    }
    writer.Key(text.substr(0, equals)).String(text.substr(equals + 1));
  }
  writer.EndObject();
  return {};
}

// Context is what reading a value may need.
struct Context {
  base::Time now;
  const Reader& read;
};

base::Status WriteSecret(const Option& option, const std::string& file, const Context& context,
                         json::Writer& writer) {
  BW_TRY_ASSIGN(std::string text, context.read(file));
  if (text.ends_with('\n')) text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
  if (text.empty()) return base::Fail(Misuse(option.name + ": the file is empty."));
  writer.String(text);
  return {};
}

base::Status WriteJson(const Option& option, const std::string& text, json::Writer& writer) {
  const auto value = json::Parse(text);
  if (!value) return base::Fail(Malformed(option.name, text, "Write a JSON value."));
  json::Write(writer, *value);
  return {};
}

// IsBound returns whether a time is the begin or end of a range, which is in the past. Other times
// of bodies, such as an expiry, are in the future.
bool IsBound(const Option& option) {
  return option.member == "from" || option.member == "to" || option.member.starts_with("range_");
}

base::Status WriteValue(const Option& option, const std::vector<std::string>& texts,
                        const Context& context, json::Writer& writer) {
  const std::string& last = texts.back();
  switch (option.kind) {
    case ValueKind::kFlag:
      return WriteFlag(option, last, writer);
    case ValueKind::kInteger:
      return WriteInteger(option, last, writer);
    case ValueKind::kPairs:
      return WritePairs(option, texts, writer);
    case ValueKind::kSecretFile:
      return WriteSecret(option, last, context, writer);
    case ValueKind::kJson:
      return WriteJson(option, last, writer);
    case ValueKind::kTime: {
      if (option.nullable && last == kNever) {
        writer.Null();
        return {};
      }
      BW_TRY_ASSIGN(const base::Time time, ParseTime(last, context.now, IsBound(option)));
      writer.String(base::FormatIsoMillis(time));
      return {};
    }
    case ValueKind::kTexts:
      writer.BeginArray();
      for (const std::string& text : texts) writer.String(text);
      writer.EndArray();
      return {};
    case ValueKind::kText:
      break;
  }
  writer.String(last);
  return {};
}

bool MayRepeat(const Option& option) {
  return option.kind == ValueKind::kFlag || option.kind == ValueKind::kTexts ||
         option.kind == ValueKind::kPairs;
}

// IsCleared says whether --clear names the option, with or without dashes.
bool IsCleared(const Option& option, const Words& words) {
  const auto given = words.options.find("--clear");
  if (given == words.options.end()) return false;
  return std::ranges::any_of(given->second, [&](const std::string& name) {
    return name == option.name || "--" + name == option.name;
  });
}

base::Result<std::string> BodyOf(const Variant& variant, const Words& words,
                                 const Context& context) {
  std::string body;
  json::Writer writer(body);
  writer.BeginObject();
  for (const Option& option : variant.options) {
    if (option.place != Place::kBody) continue;
    const auto given = words.options.find(option.name);
    if (given != words.options.end()) {
      BW_TRY(WriteValue(option, given->second, context, writer.Key(option.member)));
    } else if (IsCleared(option, words) && IsRequiredList(option)) {
      writer.Key(option.member).BeginArray().EndArray();
    } else if (IsCleared(option, words)) {
      writer.Key(option.member).Null();
    }
  }
  writer.EndObject();
  return body;
}

base::Result<std::string> QueryOf(const Variant& variant, const Words& words, base::Time now) {
  std::string query;
  for (const Option& option : variant.options) {
    const auto given = words.options.find(option.name);
    if (option.place != Place::kQuery || given == words.options.end()) continue;
    for (std::string text : given->second) {
      if (option.kind == ValueKind::kTime) {
        BW_TRY_ASSIGN(const base::Time time, ParseTime(text, now, true));
        text = base::FormatIsoMillis(time);
      }
      query += (query.empty() ? "?" : "&") + option.member + "=" + base::PercentEncode(text);
    }
  }
  return query;
}

std::string PathOf(const Command& command, const Variant& variant, const Words& words) {
  std::string path = variant.route->pattern;
  const auto put = [&path](const std::string& member, const std::string& value) {
    const auto at = path.find("{" + member + "}");
    if (at != std::string::npos) path.replace(at, member.size() + 2, base::PercentEncode(value));
  };
  for (std::size_t i = 0; i < command.arguments.size(); ++i) {
    put(command.arguments[i].member, words.arguments[i]);
  }
  for (const Option& option : variant.options) {
    if (option.place == Place::kPath) put(option.member, words.Last(option.name));
  }
  return path;
}

// Missing returns the first required option that has no value. A required list of the body may be
// empty, so --clear is a value too.
const Option* Missing(const Variant& variant, const Words& words, bool of_path) {
  for (const Option& option : variant.options) {
    const bool asked = option.required && (option.place == Place::kPath) == of_path;
    if (asked && !words.Has(option.name) && !IsCleared(option, words)) return &option;
  }
  return nullptr;
}

// Foreign returns a given option that only other variants have.
const Option* Foreign(const Command& command, const Variant& variant, const Words& words) {
  for (const auto& [name, values] : words.options) {
    const Option* const option = FindIn(command.options, name);
    if (option != nullptr && FindIn(variant.options, name) == nullptr) return option;
  }
  return nullptr;
}

// NoVariant returns why no variant can run. If every variant lacks an option of its path, the
// message names that of the last one.
base::Error NoVariant(const Command& command, const Words& words) {
  for (const Variant& variant : command.variants) {
    if (Missing(variant, words, true) != nullptr) continue;
    if (const Option* const option = Missing(variant, words, false)) {
      return Misuse(option->name + " is missing. Usage: " + command.Usage());
    }
    if (const Option* const option = Foreign(command, variant, words)) {
      return Misuse(option->name + " cannot be used with the other options given.");
    }
  }
  const Option* const option = Missing(command.variants.back(), words, true);
  return Misuse((option == nullptr ? std::string("an option") : option->name) +
                " is missing. Usage: " + command.Usage());
}

}  // namespace

base::Error Misuse(std::string text) { return base::Invalid("usage", std::move(text)); }

std::string Words::Last(std::string_view option) const {
  const auto found = options.find(option);
  return found == options.end() ? "" : found->second.back();
}

base::Result<Words> ParseWords(const Command& command, std::span<const std::string> words) {
  Words read;
  bool only_arguments = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (only_arguments || word == "-" || !word.starts_with('-')) {
      read.arguments.push_back(word);
      continue;
    }
    if (word == "--") {
      only_arguments = true;
      continue;
    }
    const auto equals = word.find('=');
    const std::string name = word == "-h" ? "--help" : word.substr(0, equals);
    const Option* const option = FindOption(&command, name);
    if (option == nullptr) {
      return base::Fail(Misuse("unknown option " + name + " of " + command.Name() + "."));
    }
    std::string value = "true";
    if (equals != std::string::npos) {
      value = word.substr(equals + 1);
    } else if (option->kind != ValueKind::kFlag) {
      if (++i == words.size()) return base::Fail(Misuse(name + " needs a value."));
      value = words[i];
    }
    BW_TRY(CheckWord(name, option->words, value));
    std::vector<std::string>& values = read.options[name];
    if (!values.empty() && !MayRepeat(*option)) {
      return base::Fail(Misuse(name + " is given twice. Give it once."));
    }
    values.push_back(std::move(value));
  }
  if (read.Has("--help")) return read;
  BW_TRY(CheckArguments(command, read));
  BW_TRY(CheckCleared(command, read));
  return read;
}

base::Result<base::Time> ParseTime(std::string_view text, base::Time now, bool back) {
  if (const auto time = base::ParseIso(text)) return *time;
  constexpr std::int64_t kMost = 100'000'000;
  std::int64_t count = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  const std::size_t at = std::string_view("smhd").find(unit);
  if (error != std::errc() || count < 0 || count > kMost || unit.size() != 1 ||
      at == std::string_view::npos) {
    return base::Fail(Misuse("\"" + std::string(text) +
                             "\" is not a time. Write a duration such as 90d, 12h, 30m or 45s " +
                             (back ? "before" : "from") + " now, or 2031-05-06T07:08:09Z."));
  }
  constexpr std::int64_t kSeconds[] = {1, 60, 3600, 86400};
  const std::chrono::seconds span(count * kSeconds[at]);
  return back ? now - span : now + span;
}

base::Result<std::vector<Request>> RequestsOf(const Command& command, const Words& words,
                                              base::Time now, const Reader& read) {
  std::vector<Request> requests;
  for (const Variant& variant : command.variants) {
    const bool fits = Missing(variant, words, true) == nullptr &&
                      Missing(variant, words, false) == nullptr &&
                      Foreign(command, variant, words) == nullptr;
    if (!fits) continue;
    Request request{.route = variant.route, .target = PathOf(command, variant, words), .body = {}};
    BW_TRY_ASSIGN(const std::string query, QueryOf(variant, words, now));
    request.target += query;
    const bool has_body =
        variant.route->contract->body != nullptr && !variant.route->contract->body->members.empty();
    if (has_body) {
      BW_TRY_ASSIGN(request.body, BodyOf(variant, words, {now, read}));
    }
    requests.push_back(std::move(request));
  }
  if (requests.empty()) return base::Fail(NoVariant(command, words));
  return requests;
}

}  // namespace bearward::commands
