#include "commands/from_routes.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <utility>

#include "http/message.h"

namespace bearward::commands {
namespace {

// Members of request bodies whose values are secret.
constexpr std::array<std::string_view, 8> kSecrets = {
    "password", "current_password", "password_hash", "client_secret", "secret", "value",
    "token",    "headers"};
// Members about the device of a user, which is not that of the operator. They have no effect.
constexpr std::array<std::string_view, 3> kHidden = {"ip_address", "user_agent", "signals_id"};

bool IsIn(std::span<const std::string_view> list, std::string_view text) {
  return std::ranges::find(list, text) != list.end();
}

bool IsNoun(std::string_view word) {
  return std::ranges::any_of(NounRows(), [word](const NounRow& row) { return row.noun == word; });
}

std::string Dashed(std::string_view text) {
  std::string dashed(text);
  std::ranges::replace(dashed, '_', '-');
  return dashed;
}

// StripEnd returns `text` without `end`, if it ends so.
std::string_view StripEnd(std::string_view text, std::string_view end) {
  return text.ends_with(end) ? text.substr(0, text.size() - end.size()) : text;
}

// Singular returns the name of one item of a list.
std::string_view Singular(std::string_view list) {
  return StripEnd(list, list.ends_with("uses") || list.ends_with("xes") ? "es" : "s");
}

// OptionName returns --organization for organization_id, --permission (repeated) for permissions,
// --expires for expires_at, and --password-file for password.
std::string OptionName(const Option& option) {
  const std::string_view member = option.member;
  const std::string_view noun = StripEnd(member, "_id");
  if (noun != member && IsNoun(Dashed(noun))) return "--" + Dashed(noun);
  if (option.kind == ValueKind::kTexts) return "--" + Dashed(Singular(member));
  if (option.kind == ValueKind::kTime) return "--" + Dashed(StripEnd(member, "_at"));
  if (option.kind == ValueKind::kSecretFile) return "--" + Dashed(member) + "-file";
  return "--" + Dashed(member);
}

ValueKind KindOf(const json::Schema& schema) {
  switch (schema.type) {
    case json::Type::kText:
      return ValueKind::kText;
    case json::Type::kInteger:
      return ValueKind::kInteger;
    case json::Type::kFlag:
      return ValueKind::kFlag;
    case json::Type::kTime:
      return ValueKind::kTime;
    case json::Type::kList:
      return schema.items->type == json::Type::kText ? ValueKind::kTexts : ValueKind::kJson;
    case json::Type::kMap:
      return schema.items != nullptr && schema.items->type == json::Type::kText ? ValueKind::kPairs
                                                                                : ValueKind::kJson;
    case json::Type::kObject:
    case json::Type::kAny:
    case json::Type::kChoice:
      break;
  }
  return ValueKind::kJson;
}

Option OptionOf(std::string_view member, const json::Schema& schema, Place place) {
  Option option{.name = {},
                .member = std::string(member),
                .place = place,
                .kind = KindOf(schema),
                .nullable = schema.nullable};
  if (place == Place::kBody && IsIn(kSecrets, member)) option.kind = ValueKind::kSecretFile;
  const json::Schema& words = option.kind == ValueKind::kTexts ? *schema.items : schema;
  for (const std::string_view word : words.words) option.words.emplace_back(word);
  option.name = OptionName(option);
  return option;
}

bool Has(const std::vector<Option>& options, std::string_view name) {
  return std::ranges::find(options, name, &Option::name) != options.end();
}

// ParametersOf returns the names in braces of a pattern.
std::vector<std::string> ParametersOf(std::string_view pattern) {
  std::vector<std::string> names;
  for (auto open = pattern.find('{'); open != std::string_view::npos;
       open = pattern.find('{', open + 1)) {
    names.emplace_back(pattern.substr(open + 1, pattern.find('}', open) - open - 1));
  }
  return names;
}

// ArgumentName is the parameter in capitals; USER for the id in /users/{id} where the command has
// another noun.
std::string ArgumentName(std::string_view pattern, const std::string& parameter,
                         std::string_view noun) {
  const std::string_view before = pattern.substr(0, pattern.find("/{" + parameter + "}"));
  const std::string_view list = before.substr(before.rfind('/') + 1);
  const std::string_view owner = Singular(list);
  std::string name = parameter;
  if (parameter == "id" && owner != noun && IsNoun(Dashed(owner))) name = owner;
  std::ranges::transform(name, name.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return name;
}

void AddPath(const door::Route& route, Variant& variant, Command& command) {
  for (const std::string& name : ParametersOf(route.pattern)) {
    Option option{.name = {}, .member = name, .place = Place::kPath, .required = true};
    option.name = OptionName(option);
    const bool is_own = option.name.substr(2) == command.words.front();
    if (!is_own && option.name != "--" + Dashed(name)) {  // it names another resource
      option.text = "The " + option.name.substr(2) + ", by its id";
      variant.options.push_back(std::move(option));
      continue;
    }
    const bool known =
        std::ranges::find(command.arguments, name, &Argument::member) != command.arguments.end();
    if (known) continue;
    command.arguments.push_back(
        {.name = ArgumentName(route.pattern, name, command.words.front()), .member = name});
  }
}

// PutOption adds an option, unless there is one with this name. A list replaces a single text of
// the same name (role_slug, role_slugs), because a list may have a single item.
void PutOption(std::vector<Option>& options, Option option) {
  const auto same = std::ranges::find(options, option.name, &Option::name);
  if (same == options.end()) {
    options.push_back(std::move(option));
  } else if (same->kind == ValueKind::kText && option.kind == ValueKind::kTexts) {
    *same = std::move(option);
  }
}

void AddBody(const door::Contract& contract, Variant& variant) {
  if (contract.body == nullptr) return;
  for (const json::Property& property : contract.body->members) {
    if (IsIn(kHidden, property.name)) continue;
    Option option = OptionOf(property.name, property.schema, Place::kBody);
    option.required = property.required;
    option.text = property.description;
    PutOption(variant.options, std::move(option));
  }
}

void AddQuery(const door::Contract& contract, Variant& variant) {
  for (const door::Parameter& parameter : contract.query) {
    Option option = OptionOf(parameter.name, parameter.schema, Place::kQuery);
    option.required = parameter.required;
    option.text = parameter.description;
    if (!Has(variant.options, option.name)) variant.options.push_back(std::move(option));
  }
}

// Unite collects the options of all variants. An option is required if every variant requires it;
// RequestsOf checks what a single variant requires.
void Unite(Command& command) {
  for (const Variant& variant : command.variants) {
    for (const Option& option : variant.options) {
      if (!Has(command.options, option.name)) command.options.push_back(option);
    }
  }
  for (Option& option : command.options) {
    option.required = std::ranges::all_of(command.variants, [&](const Variant& variant) {
      const auto same = std::ranges::find(variant.options, option.name, &Option::name);
      return same != variant.options.end() && same->required;
    });
  }
}

base::Result<Command> CommandOf(const VerbRow& row, std::span<const door::Route> routes) {
  Command command{.words = {std::string(row.noun), std::string(row.verb)},
                  .summary = std::string(row.summary)};
  for (const std::string_view operation : row.operations) {
    if (operation.empty()) continue;
    const auto route = std::ranges::find(routes, operation, &door::Route::operation);
    if (route == routes.end()) {
      return base::Fail(base::Internal("no route has the operation " + std::string(operation)));
    }
    if (command.summary.empty()) command.summary = route->summary;
    Variant& variant = command.variants.emplace_back(&*route);
    AddPath(*route, variant, command);
    AddBody(*route->contract, variant);
    AddQuery(*route->contract, variant);
  }
  Unite(command);
  const auto noun = std::ranges::find(NounRows(), row.noun, &NounRow::noun);
  for (const std::string_view column : noun->columns) {
    if (!column.empty()) command.columns.emplace_back(column);
  }
  return command;
}

}  // namespace

base::Result<std::vector<Command>> CommandsOf(std::span<const VerbRow> rows,
                                              std::span<const door::Route> routes) {
  std::vector<Command> commands;
  for (const VerbRow& row : rows) {
    BW_TRY_ASSIGN(Command command, CommandOf(row, routes));
    commands.push_back(std::move(command));
  }
  return commands;
}

}  // namespace bearward::commands
