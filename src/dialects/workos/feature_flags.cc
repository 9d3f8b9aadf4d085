#include "dialects/workos/feature_flags.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "json/writer.h"

namespace bearward::dialects::workos {
namespace {

using base::Result;
using door::Call;
using feature_flags::Flags;

// Flags of a file have no owner, who would be a person in the vendor's dashboard.
Result<std::vector<std::string>> WriteOwners(const model::Caller& /*caller*/,
                                             std::span<const model::AnyRow> rows) {
  return std::vector<std::string>(rows.size(), R"("owner":null)");
}

constexpr json::Schema kOwner = {.type = json::Type::kObject, .nullable = true, .open = true};
constexpr json::Property kOwnerMember[] = {{"owner", kOwner}};
constexpr json::Property kRuleTargetMembers[] = {{"id", json::kText}, {"enabled", json::kFlag}};
constexpr json::Schema kRuleTarget = json::ObjectOf(kRuleTargetMembers);
constexpr json::Property kRuleTargetsMembers[] = {{"users", json::ListOf(kRuleTarget)},
                                                  {"organizations", json::ListOf(kRuleTarget)}};
constexpr json::Property kRuleMembers[] = {{"slug", json::kText},
                                           {"enabled", json::kFlag},
                                           {"default_value", json::kFlag},
                                           {"targets", json::ObjectOf(kRuleTargetsMembers)}};
constexpr json::Schema kRule = json::ObjectOf(kRuleMembers, "WorkOSFlagRule");
constexpr json::Schema kRules = {.type = json::Type::kMap, .items = &kRule};
constexpr door::Contract kReadRules = {.successes =
                                           door::kAnswer<200, "The flags by their slugs.", kRules>};

door::Codec FlagCodec() {
  return {.output = kOwnerMember, .search = &store::kFlagSearch, .write = &WriteOwners};
}

Result<std::string> TargetInPath(Call& call) { return call.Param("target_id"); }

void WriteTargets(json::Writer& writer, const feature_flags::Rule& rule, bool users) {
  writer.Key(users ? "users" : "organizations").BeginArray();
  for (const store::FlagTarget& target : rule.targets) {
    const std::string& id = users ? target.user.text : target.organization.text;
    if (id.empty()) continue;
    writer.BeginObject().Key("id").String(id).Key("enabled").Bool(true).EndObject();
  }
  writer.EndArray();
}

// The form that the vendor's Node SDK evaluates itself.
Result<door::Reply> ReadRules(const Flags& flags, Call& call) {
  BW_TRY_ASSIGN(const auto rules, flags.ListRules(call.caller()));
  std::string text;
  json::Writer writer(text);
  writer.BeginObject();
  for (const feature_flags::Rule& rule : rules) {
    writer.Key(rule.flag.slug).BeginObject().Key("slug").String(rule.flag.slug);
    writer.Key("enabled").Bool(rule.flag.enabled);
    writer.Key("default_value").Bool(rule.flag.default_value).Key("targets").BeginObject();
    WriteTargets(writer, rule, true);
    WriteTargets(writer, rule, false);
    writer.EndObject().EndObject();
  }
  writer.EndObject();
  return door::JsonReply(200, std::move(text));
}

std::vector<door::Route> OwnRoutes(const Flags& flags, const door::Mount& mount) {
  using enum http::Method;
  return door::Rest(flags, "/feature-flags", mount, FlagCodec())
      .List("workos.list_feature_flags", "List the feature flags")
      .Get("workos.read_feature_flag", "Read a feature flag")
      .Action(kPut, "/enable", 200, door::Typed(flags, &Flags::Enable),
              "workos.enable_feature_flag", "Enable a feature flag")
      .Action(kPut, "/disable", 200, door::Typed(flags, &Flags::Disable),
              "workos.disable_feature_flag", "Disable a feature flag")
      .Action(
          kPost, "/targets/{target_id}", 204, door::Typed(flags, &Flags::AddTarget, &TargetInPath),
          "workos.add_feature_flag_target", "Turn a feature flag on for an organization or a user")
      .Action(kDelete, "/targets/{target_id}", 204,
              door::Typed(flags, &Flags::RemoveTarget, &TargetInPath),
              "workos.remove_feature_flag_target",
              "Stop turning a feature flag on for an organization or a user")
      .Rows();
}

std::vector<door::Route> RoutesOfSubjects(const Flags& flags, const door::Mount& mount) {
  auto routes =
      door::Rest(flags, "/organizations/{organization_id}/feature-flags", mount, FlagCodec())
          .ListBy(
              [&flags](const Call& call, store::PageQuery query) {
                return flags.ListForOrganization(call.caller(), call.Param("organization_id"),
                                                 std::move(query));
              },
              "workos.list_feature_flags_of_organization",
              "List the feature flags that are on for an organization")
          .Rows();
  auto of_users =
      door::Rest(flags, "/user_management/users/{user_id}/feature-flags", mount, FlagCodec())
          .ListBy(
              [&flags](const Call& call, store::PageQuery query) {
                return flags.ListForUser(call.caller(), call.Param("user_id"), std::move(query));
              },
              "workos.list_feature_flags_of_user",
              "List the feature flags that are on for a user or its organizations")
          .Rows();
  std::ranges::move(of_users, std::back_inserter(routes));
  return routes;
}

}  // namespace

std::vector<door::Route> FeatureFlagRoutes(const Flags& flags, const door::Mount& mount) {
  auto routes = OwnRoutes(flags, mount);
  std::ranges::move(RoutesOfSubjects(flags, mount), std::back_inserter(routes));
  door::Guard guard = mount.guard;
  guard.need = model::Need::Live();
  const auto read = [&flags](Call& call) -> Result<door::Outcome> {
    return ReadRules(flags, call);
  };
  routes.push_back({http::Method::kGet, "/sdk/feature-flags", guard, door::RunOn::kWorker, read,
                    "workos.read_feature_flag_rules", "Read all feature flags with their targets",
                    &kReadRules, &mount.dialect});
  return routes;
}

}  // namespace bearward::dialects::workos
