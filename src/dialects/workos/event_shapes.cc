#include "dialects/workos/event_shapes.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/id.h"
#include "base/time.h"
#include "dialects/workos/email_codes.h"
#include "dialects/workos/key_owner.h"
#include "dialects/workos/session_view.h"
#include "json/optional.h"
#include "json/reader.h"
#include "json/writer.h"
#include "model/email_code.h"
#include "model/feature_flag.h"
#include "model/group.h"
#include "model/invitation.h"
#include "model/membership.h"
#include "model/organization.h"
#include "model/organization_api_key.h"
#include "model/organization_domain.h"
#include "model/permission.h"
#include "model/role.h"
#include "model/snapshot.h"
#include "model/user.h"
#include "resource/object_json.h"
#include "store/email_codes.h"
#include "store/feature_flags.h"
#include "store/organization_domains.h"
#include "store/sessions.h"
#include "store/table.h"
#include "store/users.h"
#include "verify/refusal.h"

namespace bearward::dialects::workos {
namespace {

using base::Result;
using model::Event;
using Text = std::optional<std::string>;

constexpr std::string_view kIdPrefix = "event_";

// Parsed is an event with its data. `snapshot` is nullptr if the data has none.
struct Parsed {
  const Event& event;
  json::Value data;
  const json::Value* snapshot = nullptr;
};

// Members returns further members of an object, as a text such as `"domains":[]`.
template <class R>
using Members = Result<std::string> (*)(store::ReadTx& tx, const Parsed& parsed, const R& row);

// Described writes the object of the snapshot, with further members.
template <class R, const model::RecordOf<R>& kRecord, Members<R> kMembers = nullptr>
Result<Text> Described(store::ReadTx& tx, const Parsed& parsed) {
  R row;
  if (parsed.snapshot == nullptr || !model::ReadSnapshot(*parsed.snapshot, kRecord, &row)) {
    return std::nullopt;
  }
  row.environment = parsed.event.environment;
  std::string text = resource::ObjectText(kRecord, &row);
  if constexpr (kMembers != nullptr) {
    BW_TRY_ASSIGN(const std::string members, kMembers(tx, parsed, row));
    resource::JoinMembers(text, members);
  }
  return text;
}

Result<std::string> DomainsOf(store::ReadTx& tx, const Parsed& parsed,
                              const model::Organization& organization) {
  BW_TRY_ASSIGN(const auto domains,
                store::ListDomainsOf(tx, parsed.event.environment, organization.id));
  std::string text = "\"domains\":";
  json::Writer writer(text);
  writer.BeginArray();
  for (const auto& domain : domains) {
    resource::WriteObject(writer, model::kOrganizationDomain, &domain);
  }
  writer.EndArray();
  return text;
}

Result<std::string> RolesOf(store::ReadTx& /*tx*/, const Parsed& /*parsed*/,
                            const model::Membership& membership) {
  const auto write_role = [](json::Writer& writer, const std::string& slug) {
    writer.BeginObject().Key("slug").String(slug).EndObject();
  };
  std::string text;
  json::Writer writer(text);
  writer.BeginObject();
  write_role(writer.Key("role"), membership.roles.empty() ? "" : membership.roles.front());
  writer.Key("roles").BeginArray();
  for (const std::string& slug : membership.roles) write_role(writer, slug);
  writer.EndArray().Key("custom_attributes").BeginObject().EndObject().EndObject();
  return resource::MembersOf(std::move(text));
}

// The token of an invitation is a secret, so the vendor's events do not have it.
Result<std::string> StateOf(store::ReadTx& /*tx*/, const Parsed& parsed,
                            const model::Invitation& invitation) {
  return "\"state\":\"" + std::string(base::Word(invitation.StateAt(parsed.event.at))) + "\"";
}

Result<std::string> OwnerOf(store::ReadTx& /*tx*/, const Parsed& /*parsed*/,
                            const model::OrganizationApiKey& key) {
  return resource::MembersOf(json::ViewText<kKeyOwner>(key));
}

std::string FlagMembers(const model::FeatureFlag& flag) {
  return "\"environment_id\":" + json::Quote(flag.environment.text) + ",\"owner\":null";
}

Result<std::string> MembersOfFlag(store::ReadTx& /*tx*/, const Parsed& /*parsed*/,
                                  const model::FeatureFlag& flag) {
  return FlagMembers(flag);
}

Result<Text> FlagOfRule(store::ReadTx& tx, const Parsed& parsed) {
  BW_TRY_ASSIGN(const auto flag,
                store::FeatureFlags().Find(tx, parsed.event.environment, parsed.event.target));
  if (!flag) return std::nullopt;
  std::string text = resource::ObjectText(model::kFeatureFlag, &*flag);
  resource::JoinMembers(text, FlagMembers(*flag));
  return text;
}

// The vendor writes the roles of an organization with another name of the object.
Result<Text> OrganizationRole(store::ReadTx& /*tx*/, const Parsed& parsed) {
  model::Role row;
  const bool read = parsed.snapshot != nullptr && parsed.event.organization &&
                    model::ReadSnapshot(*parsed.snapshot, model::kOrganizationRole, &row);
  if (!read) return std::nullopt;
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("object").String("organization_role").Key("id").String(row.id);
  writer.Key("organization_id").String(parsed.event.organization->text);
  writer.EndObject();
  std::string members = resource::MembersOf(resource::ObjectText(model::kOrganizationRole, &row));
  members.erase(0, members.find("\"slug\""));
  resource::JoinMembers(text, members);
  return text;
}

std::string CodeText(const model::EmailCode& row) {
  std::string text;
  json::Writer writer(text);
  WriteEmailCode(writer.BeginObject(), row).EndObject();
  return text;
}

// The code itself is a secret and not in the log. A code that continues a sign-in has no event.
Result<Text> EmailCode(store::ReadTx& /*tx*/, const Parsed& parsed) {
  model::EmailCode row;
  if (parsed.snapshot == nullptr || !model::ReadSnapshot(*parsed.snapshot, model::kEmailCode, &row))
    return std::nullopt;
  if (row.kind == model::EmailCodeKind::kAuthChallenge) return std::nullopt;
  return CodeText(row);
}

Result<Text> UsedReset(store::ReadTx& tx, const Parsed& parsed) {
  BW_TRY_ASSIGN(const auto row,
                store::EmailCodes().Find(tx, parsed.event.environment, parsed.event.target));
  if (!row) return std::nullopt;
  return CodeText(*row);
}

const std::string* TextIn(const json::Value* object, std::string_view member) {
  const json::Value* const value = object == nullptr ? nullptr : object->Find(member);
  return value == nullptr ? nullptr : value->AsString();
}

Result<Text> GroupMember(store::ReadTx& /*tx*/, const Parsed& parsed) {
  const json::Value* const changes = parsed.data.Find("changes");
  const json::Value* const change =
      changes == nullptr ? nullptr : changes->Find("organization_membership_id");
  const std::string* id = TextIn(change, "after");
  if (id == nullptr) id = TextIn(change, "before");
  if (id == nullptr) return std::nullopt;
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("group_id").String(parsed.event.target);
  writer.Key("organization_membership_id").String(*id).EndObject();
  return text;
}

Result<Text> Session(store::ReadTx& tx, const Parsed& parsed) {
  const Event& event = parsed.event;
  BW_TRY_ASSIGN(const auto row, store::FindSession(tx, event.environment, {event.target}));
  if (!row || row->subject_kind != model::SubjectKind::kUser) return std::nullopt;
  ShownSession session{*row, event.at};
  if (event.type == model::EventType::kSessionEnded) session.revoked_at = event.at;
  return json::ViewText<kSessionMembers>(session);
}

// SignIn is a succeeded or refused sign-in by a method of the vendor.
struct SignIn {
  std::string_view method;
  std::string_view status;
  Text address;
  Text user_agent = {};
};

Text AddressOf(const Event& event) {
  const std::string& address = event.actor.origin.address;
  return address.empty() ? Text() : Text(address);
}

// StartSignIn writes what both have. The log has the user of a refused one only if the typed name
// is that of a user, and never the name itself.
base::Status StartSignIn(store::ReadTx& tx, const Event& event, const SignIn& sign_in,
                         json::Writer& writer) {
  BW_TRY_ASSIGN(const auto user, store::FindUser(tx, event.environment, {event.target}));
  writer.BeginObject().Key("type").String(sign_in.method).Key("status").String(sign_in.status);
  json::WriteOptional(writer.Key("user_id"), user ? Text(user->id.text) : Text());
  json::WriteOptional(writer.Key("email"),
                      user && !user->email.empty() ? Text(user->email) : Text());
  json::WriteOptional(writer.Key("ip_address"), sign_in.address);
  json::WriteOptional(writer.Key("user_agent"), sign_in.user_agent);
  return {};
}

Result<Text> Failed(store::ReadTx& tx, const Parsed& parsed, std::string_view method) {
  const std::string* const reason = TextIn(&parsed.data, "reason");
  std::string text;
  json::Writer writer(text);
  BW_TRY(StartSignIn(tx, parsed.event,
                     {.method = method, .status = "failed", .address = AddressOf(parsed.event)},
                     writer));
  writer.Key("error").BeginObject().Key("code").String(reason == nullptr ? "" : *reason);
  writer.Key("message").String("The sign-in was refused.").EndObject().EndObject();
  return text;
}

// Succeeded writes a sign-in by `method`. The device is that of its session, as long as the session
// is stored.
Result<Text> Succeeded(store::ReadTx& tx, const Parsed& parsed, model::AuthMethod by,
                       std::string_view method) {
  const std::string* const used = TextIn(&parsed.data, "method");
  const std::string* const session = TextIn(&parsed.data, "session_id");
  if (used == nullptr || *used != base::Word(by) || session == nullptr) return std::nullopt;
  BW_TRY_ASSIGN(const auto opened, store::FindSession(tx, parsed.event.environment, {*session}));
  SignIn sign_in{.method = method, .status = "succeeded", .address = AddressOf(parsed.event)};
  if (opened) {
    sign_in.address = opened->ip_address;
    sign_in.user_agent = opened->user_agent;
  }
  std::string text;
  json::Writer writer(text);
  BW_TRY(StartSignIn(tx, parsed.event, sign_in, writer));
  writer.EndObject();
  return text;
}

Result<Text> PasswordSucceeded(store::ReadTx& tx, const Parsed& parsed) {
  return Succeeded(tx, parsed, model::AuthMethod::kPassword, "password");
}

Result<Text> CodeSucceeded(store::ReadTx& tx, const Parsed& parsed) {
  return Succeeded(tx, parsed, model::AuthMethod::kMagicCode, "magic_auth");
}

// FailedFor is Failed if the sign-in was refused for that reason. The reasons of other refusals,
// for example of a wrong client or of too many failures, do not say by which method the user signed
// in.
Result<Text> FailedFor(store::ReadTx& tx, const Parsed& parsed, verify::Refusal refusal,
                       std::string_view method) {
  const std::string* const reason = TextIn(&parsed.data, "reason");
  if (reason == nullptr || *reason != verify::RefusalWord(refusal)) return std::nullopt;
  return Failed(tx, parsed, method);
}

Result<Text> PasswordFailed(store::ReadTx& tx, const Parsed& parsed) {
  return FailedFor(tx, parsed, verify::Refusal::kInvalidCredentials, "password");
}

Result<Text> CodeFailed(store::ReadTx& tx, const Parsed& parsed) {
  return FailedFor(tx, parsed, verify::Refusal::kInvalidOneTimeCode, "magic_auth");
}

// Shape is an event of the vendor; `write` returns its `data`. Several shapes of one type exclude
// each other: at most one of them returns something.
struct Shape {
  model::EventType type;
  std::string_view name;
  Result<Text> (*write)(store::ReadTx& tx, const Parsed& parsed);
};

using enum model::EventType;
constexpr auto kUser = &Described<model::User, model::kUserRecord>;
constexpr auto kOrganization = &Described<model::Organization, model::kOrganization, &DomainsOf>;
constexpr auto kDomain = &Described<model::OrganizationDomain, model::kOrganizationDomain>;
constexpr auto kMembership = &Described<model::Membership, model::kMembership, &RolesOf>;
constexpr auto kInvitation = &Described<model::Invitation, model::kInvitation, &StateOf>;
constexpr auto kRole = &Described<model::Role, model::kRole>;
constexpr auto kPermission = &Described<model::Permission, model::kPermissionRecord>;
constexpr auto kGroup = &Described<model::Group, model::kGroup>;
constexpr auto kFlag = &Described<model::FeatureFlag, model::kFeatureFlag, &MembersOfFlag>;
constexpr auto kApiKey =
    &Described<model::OrganizationApiKey, model::kOrganizationApiKey, &OwnerOf>;

constexpr Shape kShapes[] = {
    {kApiKeyCreated, "api_key.created", kApiKey},
    {kApiKeyUpdated, "api_key.updated", kApiKey},
    {kApiKeyRevoked, "api_key.revoked", kApiKey},
    {kEmailVerificationCreated, "email_verification.created", &EmailCode},
    {kFlagCreated, "flag.created", kFlag},
    {kFlagUpdated, "flag.updated", kFlag},
    {kFlagDeleted, "flag.deleted", kFlag},
    {kFlagRuleUpdated, "flag.rule_updated", &FlagOfRule},
    {kGroupCreated, "group.created", kGroup},
    {kGroupUpdated, "group.updated", kGroup},
    {kGroupDeleted, "group.deleted", kGroup},
    {kGroupMemberAdded, "group.member_added", &GroupMember},
    {kGroupMemberRemoved, "group.member_removed", &GroupMember},
    {kInvitationCreated, "invitation.created", kInvitation},
    {kInvitationAccepted, "invitation.accepted", kInvitation},
    {kInvitationRevoked, "invitation.revoked", kInvitation},
    {kInvitationResent, "invitation.resent", kInvitation},
    {kLoginFailed, "authentication.magic_auth_failed", &CodeFailed},
    {kLoginFailed, "authentication.password_failed", &PasswordFailed},
    {kLoginSucceeded, "authentication.magic_auth_succeeded", &CodeSucceeded},
    {kLoginSucceeded, "authentication.password_succeeded", &PasswordSucceeded},
    {kMagicAuthCreated, "magic_auth.created", &EmailCode},
    {kOrganizationCreated, "organization.created", kOrganization},
    {kOrganizationUpdated, "organization.updated", kOrganization},
    {kOrganizationDeleted, "organization.deleted", kOrganization},
    {kOrganizationDomainCreated, "organization_domain.created", kDomain},
    {kOrganizationDomainUpdated, "organization_domain.updated", kDomain},
    {kOrganizationDomainDeleted, "organization_domain.deleted", kDomain},
    {kOrganizationDomainVerified, "organization_domain.verified", kDomain},
    {kOrganizationMembershipCreated, "organization_membership.created", kMembership},
    {kOrganizationMembershipUpdated, "organization_membership.updated", kMembership},
    {kOrganizationMembershipDeleted, "organization_membership.deleted", kMembership},
    {kOrganizationRoleCreated, "organization_role.created", &OrganizationRole},
    {kOrganizationRoleUpdated, "organization_role.updated", &OrganizationRole},
    {kOrganizationRoleDeleted, "organization_role.deleted", &OrganizationRole},
    {kPasswordResetCreated, "password_reset.created", &EmailCode},
    {kPasswordResetSucceeded, "password_reset.succeeded", &UsedReset},
    {kPermissionCreated, "permission.created", kPermission},
    {kPermissionUpdated, "permission.updated", kPermission},
    {kPermissionDeleted, "permission.deleted", kPermission},
    {kRoleCreated, "role.created", kRole},
    {kRoleUpdated, "role.updated", kRole},
    {kRoleDeleted, "role.deleted", kRole},
    {kSessionCreated, "session.created", &Session},
    {kSessionEnded, "session.revoked", &Session},
    {kUserCreated, "user.created", kUser},
    {kUserUpdated, "user.updated", kUser},
    {kUserDeleted, "user.deleted", kUser},
};

// IsIndex says whether JavaScript writes a key before all others, in the order of numbers.
bool IsIndex(std::string_view key) {
  constexpr std::size_t kMostDigits = 9;  // of the numbers that metadata plausibly has
  return !key.empty() && key.size() <= kMostDigits && (key == "0" || key.front() != '0') &&
         key.find_first_not_of("0123456789") == std::string_view::npos;
}

// OrderLikeJavaScript sorts the members of metadata as JSON.stringify writes them.
json::Value OrderLikeJavaScript(const json::Value& data) {
  json::Object members = *data.AsObject();
  for (json::Member& member : members) {
    if (member.key != "metadata" || !member.value.IsObject()) continue;
    json::Object pairs = *member.value.AsObject();
    std::ranges::stable_sort(pairs, [](const json::Member& a, const json::Member& b) {
      if (!IsIndex(a.key) || !IsIndex(b.key)) return IsIndex(a.key) && !IsIndex(b.key);
      return a.key.size() != b.key.size() ? a.key.size() < b.key.size() : a.key < b.key;
    });
    member.value = json::Value::Of(std::move(pairs));
  }
  return json::Value::Of(std::move(members));
}

// Normalized returns the text of an object in the order of JavaScript. Only metadata has keys that
// a customer chooses.
std::string Normalized(const std::string& object) {
  if (!object.contains("\"metadata\":{\"")) return object;
  const auto parsed = json::Parse(object);
  return parsed && parsed->IsObject() ? json::ToText(OrderLikeJavaScript(*parsed)) : object;
}

std::string IdOf(base::Time at, std::int64_t number) {
  base::UlidBytes bytes{};
  auto millis = static_cast<std::uint64_t>(base::ToMillis(at));
  auto rest = static_cast<std::uint64_t>(number);
  for (std::size_t i = 6; i-- > 0; millis >>= 8) bytes[i] = static_cast<std::uint8_t>(millis);
  for (std::size_t i = 16; i-- > 8; rest >>= 8) bytes[i] = static_cast<std::uint8_t>(rest);
  const auto text = base::UnpackUlid(bytes);
  return std::string(kIdPrefix).append(text.begin(), text.end());
}

webhooks::Encoded Envelope(const std::string& id, std::string_view name, std::string_view data,
                           base::Time at) {
  webhooks::Encoded encoded{.id = id, .event = std::string(name), .body = {}};
  json::Writer writer(encoded.body);
  writer.BeginObject().Key("object").String("event").Key("id").String(id);
  writer.Key("event").String(name).Key("data").Raw(data);
  writer.Key("created_at").String(base::FormatIsoMillis(at));
  writer.Key("context").BeginObject().EndObject().EndObject();
  return encoded;
}

}  // namespace

Result<std::optional<webhooks::Encoded>> EncodeEvent(store::ReadTx& tx, const Event& event) {
  if (std::ranges::find(kShapes, event.type, &Shape::type) == std::end(kShapes)) {
    return std::nullopt;
  }
  auto data = json::Parse(event.data);
  if (!data) return std::nullopt;
  Parsed parsed{.event = event, .data = *std::move(data)};
  parsed.snapshot = parsed.data.Find("object");
  for (const Shape& shape : kShapes) {
    if (shape.type != event.type) continue;
    BW_TRY_ASSIGN(const Text object, shape.write(tx, parsed));
    if (object) return Envelope(EventIdOf(event), shape.name, Normalized(*object), event.at);
  }
  return std::nullopt;
}

webhooks::Encoded MakeTestEvent(const std::string& id, base::Time now) {
  model::EmailCode row;
  row.id = "email_verification_test";
  row.user = {"user_test"};
  row.email = "test@example.com";
  row.created_at = row.updated_at = now;
  row.expires_at = now + std::chrono::minutes(10);
  return Envelope(id, "email_verification.created", CodeText(row), now);
}

std::vector<model::EventType> EventTypesOf(const std::vector<std::string>& names) {
  std::vector<model::EventType> types;
  for (const Shape& shape : kShapes) {
    const bool is_new = std::ranges::find(types, shape.type) == types.end();
    if (is_new && std::ranges::find(names, shape.name) != names.end()) types.push_back(shape.type);
  }
  return types;
}

std::string EventIdOf(const Event& event) { return IdOf(event.at, event.number); }

std::string CursorOf(std::int64_t number) { return IdOf(base::FromMillis(0), number); }

std::optional<std::int64_t> NumberOf(std::string_view id) {
  if (!id.starts_with(kIdPrefix)) return std::nullopt;
  const auto bytes = base::PackUlid(id.substr(kIdPrefix.size()));
  if (!bytes || (*bytes)[8] > 127) return std::nullopt;
  std::uint64_t number = 0;
  for (std::size_t i = 8; i < bytes->size(); ++i) number = (number << 8) | (*bytes)[i];
  return static_cast<std::int64_t>(number);
}

}  // namespace bearward::dialects::workos
