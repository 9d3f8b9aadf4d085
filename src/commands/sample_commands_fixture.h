// SampleCommands: commands over a few routes, for the tests.
#pragma once

#include <string>
#include <vector>

#include "commands/command.h"
#include "commands/from_routes.h"
#include "door/list_contract.h"
#include "testing/must.h"

namespace bearward::commands {

namespace sample {

inline constexpr std::string_view kColors[] = {"red", "green"};
inline constexpr json::Schema kPairs = {.type = json::Type::kMap, .items = &json::kText};
inline constexpr json::Property kMembers[] = {
    {"name", json::kText},
    json::Optional("organization_id", json::OrNull(json::kText), "Who has it."),
    json::Optional("external_id", json::OrNull(json::kText)),
    json::Optional("permissions", json::kTexts),
    json::Optional("expires_at", json::OrNull(json::kTime)),
    json::Optional("count", json::kInteger),
    json::Optional("enabled", json::kFlag),
    json::Optional("color", json::OneOf(kColors)),
    json::Optional("metadata", kPairs),
    json::Optional("rules", json::kAny),
    json::Optional("password", json::OrNull(json::kText)),
    json::Optional("ip_address", json::kText),
    json::Optional("role_slug", json::kText),
    json::Optional("role_slugs", json::kTexts),
    json::Optional("to", json::kTime)};
inline constexpr json::Schema kBody = json::ObjectOf(kMembers);
inline constexpr json::Property kOwnMembers[] = {{"name", json::kText}};
inline constexpr json::Schema kOwnBody = json::ObjectOf(kOwnMembers);
inline constexpr json::Property kListMembers[] = {{"permissions", json::kTexts}};
inline constexpr json::Schema kListBody = json::ObjectOf(kListMembers);
inline constexpr door::Parameter kQuery[] = {door::kLimit, door::kAfter, {"from", json::kTime}};
inline constexpr door::Contract kCreate = {.body = &kBody};
inline constexpr door::Contract kCreateOwn = {.body = &kOwnBody};
inline constexpr door::Contract kSet = {.body = &kListBody};
inline constexpr door::Contract kList = {.query = kQuery};
inline constexpr door::Contract kGet = {};

inline std::vector<door::Route> Routes() {
  const auto route = [](http::Method method, std::string pattern, std::string_view operation,
                        const door::Contract& contract) {
    door::Route made;
    made.method = method;
    made.pattern = std::move(pattern);
    made.operation = operation;
    made.summary = operation;
    made.contract = &contract;
    return made;
  };
  return {route(http::Method::kPost, "/things", "create", kCreate),
          route(http::Method::kPost, "/organizations/{organization_id}/things", "create_own",
                kCreateOwn),
          route(http::Method::kGet, "/things", "list", kList),
          route(http::Method::kGet, "/things/{id}/parts/{external_id}", "get", kGet),
          route(http::Method::kDelete, "/things/{id}", "delete", kGet),
          route(http::Method::kGet, "/users/{id}/things", "list_of_user", kGet),
          route(http::Method::kPut, "/things/{id}/permissions", "set", kSet)};
}

inline constexpr VerbRow kRows[] = {{"policy", "create", {"create_own", "create"}},
                                    {"policy", "list", {"list"}},
                                    {"policy", "get", {"get"}},
                                    {"policy", "delete", {"delete", "delete"}},
                                    {"policy", "list-of", {"list_of_user"}},
                                    {"policy", "set", {"set"}, "Set permissions"}};

}  // namespace sample

// SampleCommands owns the routes of its commands.
struct SampleCommands {
  std::vector<door::Route> routes = sample::Routes();
  std::vector<Command> all = testing::Must(CommandsOf(sample::kRows, routes));

  const Command& At(std::string_view verb) const {
    return *Find(all, {"policy", std::string(verb)});
  }
};

}  // namespace bearward::commands
