#include "commands/answer.h"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <iterator>

#include "base/utf8.h"
#include "json/writer.h"

namespace bearward::commands {
namespace {

constexpr std::string_view kGap = "  ";
// This member names the kind of the object, which the command names already.
constexpr std::string_view kObjectMember = "object";

// The codes with which a vendor's API answers 400 or 422 for a value that another row has.
constexpr std::string_view kTaken[] = {"external_id_already_used", "email_not_available"};

// Printable replaces what could control the terminal or reorder a line.
std::string Printable(std::string_view text) {
  std::string printable;
  while (!text.empty()) {
    const std::size_t length = std::max<std::size_t>(base::Utf8SequenceLength(text), 1);
    const std::string_view character = text.substr(0, length);
    printable += base::IsDisplayable(character) ? character : "?";
    text.remove_prefix(length);
  }
  return printable;
}

bool IsSimple(const json::Value& value) { return !value.IsObject() && !value.IsArray(); }

std::string CellText(const json::Value& value) {
  if (value.IsNull()) return "";
  if (const std::string* const text = value.AsString()) return Printable(*text);
  const json::Array* const items = value.AsArray();
  if (items == nullptr || !std::ranges::all_of(*items, IsSimple))
    return Printable(json::ToText(value));
  std::string text;
  for (const json::Value& item : *items) text += (text.empty() ? "" : ",") + CellText(item);
  return text;
}

// Width returns the number of code points.
std::size_t Width(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

void Pad(std::string& line, std::string_view text, std::size_t width) {
  line += text;
  line.append(width > Width(text) ? width - Width(text) : 0, ' ');
}

std::vector<std::string> SimpleMembers(const json::Array& rows) {
  std::vector<std::string> names;
  for (const json::Value& row : rows) {
    if (!row.IsObject()) continue;
    for (const json::Member& member : *row.AsObject()) {
      const bool shown = IsSimple(member.value) && member.key != kObjectMember;
      if (shown && !IsAmong(names, member.key)) names.push_back(member.key);
    }
  }
  return names;
}

std::vector<std::string> ColumnsOf(const json::Array& rows,
                                   const std::vector<std::string>& wanted) {
  if (wanted.empty()) return SimpleMembers(rows);
  std::vector<std::string> columns;
  std::ranges::copy_if(wanted, std::back_inserter(columns), [&](const std::string& name) {
    return std::ranges::any_of(rows,
                               [&](const json::Value& row) { return row.Find(name) != nullptr; });
  });
  return columns;
}

std::string Upper(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) {
    return c == '_' ? ' ' : static_cast<char>(std::toupper(c));
  });
  return text;
}

const std::string* TextOf(const json::Value& body, std::string_view member) {
  const json::Value* const value = body.Find(member);
  return value == nullptr ? nullptr : value->AsString();
}

// OptionFor returns the option whose value is this member of a request, or one item of it, or
// nullptr.
const Option* OptionFor(const Command* command, std::string_view member) {
  if (command == nullptr) return nullptr;
  const std::string of_item = "--" + std::string(member);
  const auto found = std::ranges::find_if(command->options, [&](const Option& option) {
    return option.member == member || option.name == of_item;
  });
  return found == command->options.end() ? nullptr : &*found;
}

// NameOf returns the member that an entry of `errors` is about: `field`, or `pointer` (RFC 6901).
std::string_view NameOf(const json::Value& item) {
  constexpr std::string_view kRoot = "#/";
  for (const char* key : {"field", "name", "pointer"}) {
    const std::string* const text = TextOf(item, key);
    if (text == nullptr) continue;
    const std::string_view name = *text;
    return name.starts_with(kRoot) ? name.substr(kRoot.size()) : name;
  }
  return {};
}

// FaultText returns what an entry of `errors` or `fields` says: the option and what it may be, or
// the sentence of the server if that says more than the name of the field and a word.
std::string FaultText(const json::Value& item, const Command* command) {
  const std::string* const alone = item.AsString();
  const std::string_view name = alone != nullptr ? std::string_view(*alone) : NameOf(item);
  const std::string* const sentence = TextOf(item, "message");
  if (sentence != nullptr && (name.empty() || !sentence->starts_with(name))) return *sentence;
  if (name.empty()) {
    const std::string* const code = TextOf(item, "code");
    return code == nullptr ? "" : *code;
  }
  const Option* const option = OptionFor(command, name);
  if (option == nullptr) return std::string(name);
  // An entry with a place alone is explained by the sentence of the whole error.
  const bool explained = alone == nullptr && sentence == nullptr && item.Find("code") == nullptr;
  return option->name + (explained || option->text.empty() ? "" : " (" + option->text + ")");
}

// FaultsText returns the faults that an error lists in `errors` or `fields`, without those that its
// sentence names.
std::string FaultsText(const json::Value& body, std::string_view sentence, const Command* command) {
  std::string text;
  for (const char* member : {"errors", "fields"}) {
    const json::Value* const list = body.Find(member);
    if (list == nullptr || !list->IsArray()) continue;
    for (const json::Value& item : *list->AsArray()) {
      const std::string fault = FaultText(item, command);
      if (!sentence.contains(fault)) text += (text.empty() ? "" : ", ") + fault;
    }
  }
  return text;
}

// WithOptions replaces the names of members in a sentence, such as `user_id`, by their options.
std::string WithOptions(std::string text, const Command* command) {
  if (command == nullptr) return text;
  for (const Option& option : command->options) {
    const std::string member = "`" + option.member + "`";
    if (option.member.empty()) continue;
    for (auto at = text.find(member); at != std::string::npos; at = text.find(member, at)) {
      text.replace(at, member.size(), option.name);
    }
  }
  return text;
}

std::string CodeText(const std::string& code) {
  return code.empty() ? code : " (" + Printable(code) + ")";
}

bool IsTaken(const std::string* code) {
  return code != nullptr && std::ranges::find(kTaken, *code) != std::end(kTaken);
}

}  // namespace

int ExitCodeOf(int status) {
  if (status < 300) return kOk;
  switch (status) {
    case 400:
    case 413:
    case 415:
    case 422:
      return kWrongUsage;
    case 404:
      return kNotFound;
    case 401:
    case 403:
    case 409:
    case 429:
      return kRefused;
    case 503:
      return kUnreachable;
    default:
      return kFailed;
  }
}

int ExitCodeOf(int status, const json::Value& body) {
  bool taken = IsTaken(TextOf(body, "code"));
  const json::Value* const errors = body.Find("errors");
  if (errors != nullptr && errors->IsArray()) {
    taken = taken || std::ranges::any_of(*errors->AsArray(), [](const json::Value& item) {
              return IsTaken(TextOf(item, "code"));
            });
  }
  return taken ? kRefused : ExitCodeOf(status);
}

std::string ErrorText(int status, const json::Value& body, const Command* command) {
  for (const char* member : {"detail", "message", "error_description", "title", "error"}) {
    const std::string* const text = TextOf(body, member);
    if (text == nullptr) continue;
    const std::string* const code = TextOf(body, "code");
    std::string sentence = WithOptions(*text, command);
    if (const std::string faults = FaultsText(body, sentence, command); !faults.empty()) {
      const bool asks = sentence.ends_with('?');  // Did you mean "X"?
      if (sentence.ends_with('.')) sentence.pop_back();
      const std::string named = WithOptions(faults, command);
      sentence += asks ? " (" + named + ")" : ": " + named;
    }
    return Printable(sentence) + (code == nullptr ? "" : CodeText(*code));
  }
  return "the server answered with status " + std::to_string(status);
}

std::string FailureText(const base::Error& error) {
  const std::string& text = error.detail.empty() ? error.public_text : error.detail;
  // The message of a wrong usage is about the words of the command line alone.
  return text + (error.reason == "usage" ? "" : CodeText(error.reason));
}

std::string TableText(const json::Array& rows, const std::vector<std::string>& columns) {
  if (rows.empty()) return "";
  const std::vector<std::string> names = ColumnsOf(rows, columns);
  std::vector<std::vector<std::string>> lines(1);
  for (const std::string& name : names) lines.front().push_back(Upper(name));
  for (const json::Value& row : rows) {
    std::vector<std::string>& line = lines.emplace_back();
    for (const std::string& name : names) {
      const json::Value* const value = row.Find(name);
      line.push_back(value == nullptr ? "" : CellText(*value));
    }
  }
  std::vector<std::size_t> widths(names.size());
  for (const auto& line : lines) {
    for (std::size_t i = 0; i < names.size(); ++i) widths[i] = std::max(widths[i], Width(line[i]));
  }
  std::string text;
  for (const auto& line : lines) {
    std::string whole;
    for (std::size_t i = 0; i < names.size(); ++i) {
      Pad(whole, line[i], widths[i]);
      whole += kGap;
    }
    whole.erase(whole.find_last_not_of(' ') + 1);
    text += whole + "\n";
  }
  return text;
}

std::string ObjectText(const json::Value& object) {
  const json::Object* const members = object.AsObject();
  if (members == nullptr) return json::ToText(object) + "\n";
  std::size_t width = 0;
  for (const json::Member& member : *members) width = std::max(width, Width(member.key));
  std::string text;
  for (const json::Member& member : *members) {
    if (member.key == kObjectMember || member.value.IsNull()) continue;
    Pad(text, member.key, width);
    text += std::string(kGap) + CellText(member.value) + "\n";
  }
  return text;
}

const json::Array* RowsOf(const json::Value& body) {
  if (body.IsArray()) return body.AsArray();
  const json::Value* const data = body.Find("data");
  return data == nullptr ? nullptr : data->AsArray();
}

}  // namespace bearward::commands
