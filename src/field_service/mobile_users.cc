#include "field_service/mobile_users.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "base/invalid.h"
#include "field_service/code_points.h"
#include "field_service/job_kinds.h"
#include "field_service/kinds.h"
#include "objects/visible.h"
#include "objects/writes.h"

namespace bearward::field_service {
namespace {

using json::Object;
using objects::Row;

// kShortestPasswords are the minimum lengths of the levels low, medium and high (contracts:
// WorkMobile section 4).
constexpr std::array<std::size_t, 3> kShortestPasswords = {2, 6, 8};
constexpr std::int64_t kUsualLevel = 1;

const json::Value* Find(const Object& values, std::string_view name) {
  const auto found = std::ranges::find(values, name, &json::Member::key);
  return found == values.end() ? nullptr : &found->value;
}

std::unexpected<base::Error> Malformed(std::string field, std::string text) {
  return base::Fail(base::Invalid("invalid_field", std::move(text), {std::move(field)}));
}

// CheckPassword checks a given password against the level of the mobile user.
base::Status CheckPassword(const Object& values, std::int64_t level) {
  if (level < 1 || level > static_cast<std::int64_t>(kShortestPasswords.size())) {
    return Malformed("accountSecurityId", "The field accountSecurityId must be 1, 2 or 3.");
  }
  const json::Value* password = Find(values, "Password");
  if (password == nullptr) return {};
  std::string_view rest = *password->AsString();
  std::size_t length = 0;
  for (; !rest.empty(); ++length) TakeCodePoint(rest);
  const std::size_t shortest = kShortestPasswords.at(static_cast<std::size_t>(level - 1));
  if (length >= shortest) return {};
  return Malformed("password", "The password must have at least " + std::to_string(shortest) +
                                   " characters at this security level.");
}

base::Status CheckGroup(store::ReadTx& tx, const model::Principal& principal,
                        const Object& values) {
  const json::Value* group = Find(values, "UserGroupId");
  const std::int64_t number = group == nullptr ? 0 : group->AsInt().value_or(0);
  if (number == 0) return {};
  BW_TRY_ASSIGN(const auto row, objects::FindOwn(tx, principal, kUserGroup.kind, number));
  if (row) return {};
  return Malformed("userGroupId", "The field userGroupId refers to nothing that exists.");
}

base::Result<std::optional<Row>> FindByUsername(store::ReadTx& tx,
                                                const model::Principal& principal,
                                                std::string_view username) {
  BW_TRY_ASSIGN(auto users, objects::ListOwn(tx, principal, kMobileUser.kind));
  const auto found = std::ranges::find_if(users, [&](const Row& user) {
    return base::EqualsIgnoreCase(user.Text("Username"), username);
  });
  if (found == users.end()) return std::nullopt;
  return std::move(*found);
}

void SetDefault(Object& values, std::string_view name, json::Value value) {
  if (Find(values, name) == nullptr) objects::Set(values, name, std::move(value));
}

// WithoutPassword removes the password: no sign-in of mobile users exists, so nothing reads it.
Object WithoutPassword(Object values) {
  std::erase_if(values, [](const json::Member& member) { return member.key == "Password"; });
  return values;
}

}  // namespace

base::Result<std::int64_t> MobileUsers::Create(const model::Caller& caller, Object values) {
  SetDefault(values, "AccountSecurityId", json::Value::Int(kUsualLevel));
  SetDefault(values, "UserActive", json::Value::Bool(true));
  SetDefault(values, "DiallingCode", json::Value::String("44"));
  SetDefault(values, "Superuser", json::Value::Bool(true));
  SetDefault(values, "BackgroundUploadInterval", json::Value::Int(5));
  BW_TRY(CheckPassword(values, Find(values, "AccountSecurityId")->AsInt().value_or(0)));
  values = WithoutPassword(std::move(values));
  const std::string username = *Find(values, "Username")->AsString();
  const objects::Author author(caller, parts_.clock.Now());
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Result<std::int64_t> {
    const model::Principal& principal = author.principal();
    BW_TRY(CheckGroup(tx, principal, values));
    BW_TRY_ASSIGN(const auto other, FindByUsername(tx, principal, username));
    if (other) {
      return base::Fail(base::Invalid("username_taken", "The username is taken.", {"username"}));
    }
    BW_TRY_ASSIGN(const Row user, objects::Create(tx, author, parts_.entropy,
                                                  {kMobileUser.kind, username, values}));
    return user.object.number;
  });
}

base::Result<std::int64_t> MobileUsers::Update(const model::Caller& caller, const Object& values) {
  const json::Value* name = Find(values, "Username");
  if (name == nullptr || name->AsString()->empty()) {
    return base::Fail(
        base::Invalid("missing_field", "The field username is required.", {"username"}));
  }
  const std::string username = *name->AsString();
  const objects::Author author(caller, parts_.clock.Now());
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Result<std::int64_t> {
    const model::Principal& principal = author.principal();
    BW_TRY_ASSIGN(const auto before, FindByUsername(tx, principal, username));
    if (!before) return Malformed("username", "No mobile user has this username.");
    BW_TRY(CheckGroup(tx, principal, values));
    Object fields = objects::MembersOf(*before);
    objects::Merge(fields, values);
    // The username only selects the mobile user; its spelling is kept.
    objects::Set(fields, "Username", json::Value::String(before->Text("Username")));
    const json::Value* level = Find(fields, "AccountSecurityId");
    BW_TRY(CheckPassword(fields, level == nullptr ? kUsualLevel : level->AsInt().value_or(0)));
    BW_TRY(objects::Replace(tx, author, *before, before->object.name,
                            WithoutPassword(std::move(fields))));
    return before->object.number;
  });
}

}  // namespace bearward::field_service
