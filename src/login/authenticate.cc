#include <algorithm>
#include <string>
#include <utility>

#include "base/invalid.h"
#include "json/reader.h"
#include "json/writer.h"
#include "login/opening.h"
#include "store/memberships.h"
#include "store/organizations.h"
#include "store/users.h"
#include "verify/subject.h"

namespace bearward::login {
namespace {

constexpr std::string_view kPurpose = "pending-authentication";
constexpr std::chrono::minutes kChoiceTime(10);

base::Error InvalidToken() {
  return base::Invalid("invalid_pending_authentication_token",
                       "The pending_authentication_token has expired or is invalid.");
}

base::Result<std::vector<model::Organization>> OpenOrganizations(store::ReadTx& tx,
                                                                 const model::User& user) {
  BW_TRY_ASSIGN(const auto memberships, store::ListMemberships(tx, user.environment, user.id));
  std::vector<model::Organization> open;
  for (const model::Membership& membership : memberships) {
    if (membership.status != model::MembershipStatus::kActive) continue;
    BW_TRY_ASSIGN(auto organization,
                  store::FindOrganization(tx, user.environment, membership.organization));
    if (organization && organization->enabled) open.push_back(*std::move(organization));
  }
  return open;
}

// LoaderOf returns Opening::load of a fixed organization. What was disabled after the password was
// checked is refused as a wrong password.
auto LoaderOf(model::OrganizationId organization) {
  return [organization = std::move(organization)](
             store::ReadTx& tx, const model::User& user) -> base::Result<token::Subject> {
    auto subject = verify::LoadUserSubject(tx, user.environment, user.id, organization);
    if (!subject && subject.error().code == base::Code::kUnauthenticated) {
      return base::Fail(verify::InvalidCredentials(subject.error().reason + " meanwhile"));
    }
    return subject;
  };
}

// The token names the user, the password that was checked, and its expiry.
base::Result<base::Secret> SealChoice(const crypto::KeyRing& ring, const model::User& user,
                                      base::Time now) {
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("environment").String(user.environment.text);
  writer.Key("user").String(user.id.text);
  writer.Key("password_changed_at").Int(base::ToMillis(user.password_changed_at));
  writer.Key("expires_at").Int(base::ToMillis(now + kChoiceTime)).EndObject();
  BW_TRY_ASSIGN(std::string sealed, ring.Seal(base::Secret(std::move(text)), kPurpose));
  return base::Secret(std::move(sealed));
}

// SealedChoice is what the token says.
struct SealedChoice {
  model::EnvironmentId environment;
  model::UserId user;
  std::int64_t password_changed_at = 0;
  std::int64_t expires_at = 0;
};

base::Result<SealedChoice> OpenChoice(const crypto::KeyRing& ring, const base::Secret& token) {
  const auto plain = ring.Open(token.Reveal(), kPurpose);
  if (!plain && plain.error().code == base::Code::kUnavailable) return base::Fail(plain.error());
  if (!plain) return base::Fail(InvalidToken());
  const auto parsed = json::Parse(plain->Reveal());
  if (!parsed || !parsed->IsObject()) return base::Fail(InvalidToken());
  const auto text = [&](std::string_view name) {
    const json::Value* const member = parsed->Find(name);
    return member != nullptr && member->IsString() ? *member->AsString() : std::string();
  };
  const auto number = [&](std::string_view name) {
    const json::Value* const member = parsed->Find(name);
    return member == nullptr ? 0 : member->AsInt().value_or(0);
  };
  return SealedChoice{
      {text("environment")}, {text("user")}, number("password_changed_at"), number("expires_at")};
}

}  // namespace

base::Result<Authentication> Login::Authenticate(verify::PasswordClaim claim,
                                                 std::string_view profile, const Device& device) {
  claim.of_environment = true;
  BW_TRY_ASSIGN(model::User user, parts_.passwords.Check(claim));
  BW_TRY_ASSIGN(auto organizations,
                parts_.store.Read([&](store::ReadTx& tx) { return OpenOrganizations(tx, user); }));
  if (organizations.size() > 1) {
    BW_TRY_ASSIGN(base::Secret token, SealChoice(parts_.ring, user, parts_.clock.Now()));
    return Choice{std::move(user), std::move(organizations), std::move(token)};
  }
  const model::OrganizationId only =
      organizations.empty() ? model::OrganizationId() : organizations.front().id;
  BW_TRY_ASSIGN(auto opened, Open({.user = std::move(user),
                                   .load = LoaderOf(only),
                                   .profile = profile,
                                   .origin = claim.origin,
                                   .device = device}));
  return opened;
}

base::Result<store::Pending<SignedIn>> Login::Choose(const model::EnvironmentId& environment,
                                                     const base::Secret& token,
                                                     const model::OrganizationId& organization,
                                                     std::string_view profile, const Device& device,
                                                     const model::Origin& origin) {
  BW_TRY_ASSIGN(const SealedChoice choice, OpenChoice(parts_.ring, token));
  if (choice.environment != environment ||
      choice.expires_at <= base::ToMillis(parts_.clock.Now())) {
    return base::Fail(InvalidToken());
  }
  BW_TRY_ASSIGN(
      model::User user, parts_.store.Read([&](store::ReadTx& tx) -> base::Result<model::User> {
        BW_TRY_ASSIGN(auto found, store::FindUser(tx, environment, choice.user));
        const bool same = found && found->active &&
                          base::ToMillis(found->password_changed_at) == choice.password_changed_at;
        if (!same) return base::Fail(InvalidToken());
        BW_TRY_ASSIGN(const auto open, OpenOrganizations(tx, *found));
        if (std::ranges::find(open, organization, &model::Organization::id) == open.end()) {
          return base::Fail(base::Invalid("membership_required",
                                          "The user is not a member of the organization."));
        }
        return *std::move(found);
      }));
  return Open({.user = std::move(user),
               .load = LoaderOf(organization),
               .profile = profile,
               .origin = origin,
               .device = device});
}

}  // namespace bearward::login
