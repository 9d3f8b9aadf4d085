#include <algorithm>

#include "crypto/hash.h"
#include "directory/applying.h"
#include "directory/endings.h"
#include "base/near_miss.h"
#include "directory/random_text.h"
#include "store/applications.h"

namespace bearward::directory {
namespace {

constexpr std::string_view kClientIdPrefix = "WS-ApplicationUser_";
constexpr std::size_t kClientIdLength = 62;
constexpr std::size_t kSecretLength = 32;

base::Result<std::optional<model::Application>> Match(Applying& applying,
                                                      const model::Organization& organization,
                                                      const ApplicationEntry& entry) {
  if (entry.client_id.empty()) {
    return store::FindApplicationByName(applying.tx, organization.environment, organization.id,
                                        entry.name);
  }
  BW_TRY_ASSIGN(auto found, store::FindApplicationByClientId(applying.tx, organization.environment,
                                                             entry.client_id));
  if (found && found->organization != organization.id) {
    return base::Fail(Mistake(entry.where, "the client id " + Quoted(entry.client_id) +
                                               " belongs to an application of another "
                                               "organization. Applications do not move."));
  }
  return found;
}

model::Application Blank(Applying& applying, const model::Organization& organization,
                         const ApplicationEntry& entry) {
  model::Application application;
  application.environment = organization.environment;
  application.id = model::NewId<model::ApplicationId>("app", applying.now, applying.entropy);
  application.organization = organization.id;
  application.client_id = entry.client_id;
  if (application.client_id.empty()) {
    application.client_id =
        std::string(kClientIdPrefix) + RandomText(kBase64Url, kClientIdLength, applying.entropy);
  }
  application.created_at = applying.now;
  return application;
}

base::Status CheckProfile(Applying& applying, const model::Environment& environment,
                          const ApplicationEntry& entry) {
  const std::string name = entry.access_profile.value_or("");
  if (name.empty()) return {};
  BW_TRY_ASSIGN(const auto found, store::FindAccessProfile(applying.tx, environment.id, name));
  if (found) return {};
  std::vector<std::string_view> known;
  for (const AccessProfileEntry& other : applying.world.access_profiles) {
    known.push_back(other.name);
  }
  return base::Fail(Mistake(entry.where, "unknown access profile " + Quoted(name) + "." +
                                             base::Suggest(name, known,
                                                     "Describe it in an [[access_profiles]] table "
                                                     "of the same environment.")));
}

// SecretToSet gives the secret that is to be the only one, nothing where the store is right.
base::Result<std::optional<base::Secret>> SecretToSet(Applying& applying,
                                                      const ApplicationEntry& entry,
                                                      const model::Application& application,
                                                      bool is_new) {
  if (entry.client_secret.empty()) {
    if (!is_new) return std::nullopt;
    return base::Secret(RandomText(kHex, kSecretLength, applying.entropy));
  }
  const base::Digest hash = crypto::Sha256(entry.client_secret.Reveal());
  BW_TRY_ASSIGN(const auto live,
                store::ListSecrets(applying.tx, application.environment, application.id));
  const bool fits = std::ranges::any_of(live, [&](const model::ApplicationSecret& secret) {
    const bool same = base::ConstantTimeEqual(base::AsBytes(secret.hash), base::AsBytes(hash));
    return same && secret.IsLive(applying.now);
  });
  if (fits) return std::nullopt;
  return entry.client_secret;
}

// Of a short secret a hint would tell too much.
std::string HintOf(std::string_view secret) {
  constexpr std::size_t kHint = 4;
  return secret.size() < 4 * kHint ? std::string()
                                   : std::string(secret.substr(secret.size() - kHint));
}

base::Status SetSecret(Applying& applying, const model::Application& application,
                       const base::Secret& value) {
  BW_TRY(store::DeleteSecrets(applying.tx, application.environment, application.id));
  model::ApplicationSecret secret;
  secret.environment = application.environment;
  secret.id = "sec_" + base::NewUlid(applying.now, applying.entropy);
  secret.application = application.id;
  secret.hash = crypto::Sha256(value.Reveal());
  secret.hint = HintOf(value.Reveal());
  secret.created_at = applying.now;
  return store::InsertSecret(applying.tx, secret);
}

base::Status ResetSecret(Applying& applying, const model::Application& application,
                         const base::Secret& secret) {
  BW_TRY(SetSecret(applying, application, secret));
  model::Application raised = application;
  ++raised.generation;
  BW_TRY(store::UpdateApplication(applying.tx, raised));
  Ending ending;
  ending.environment = application.environment;
  ending.organization = application.organization;
  ending.kind = model::SubjectKind::kApplication;
  ending.subject_id = application.id.text;
  ending.at = applying.now;
  BW_TRY(applying.tx.Append(
      EventOf(ending, model::EventType::kApplicationSecretReset, application.id.text)));
  return EndSessions(applying.tx, ending);
}

// Write stores the row and its event, and then the secret, which needs the row.
base::Status Write(Applying& applying, const model::Application& application, bool is_new,
                   bool changed, const std::optional<base::Secret>& secret) {
  if (is_new) {
    BW_TRY(store::InsertApplication(applying.tx, application));
    BW_TRY(Append(applying, model::EventType::kApplicationCreated, application.environment,
                  application.organization, application.id.text));
    return secret ? SetSecret(applying, application, *secret) : base::Status();
  }
  if (changed) {
    BW_TRY(store::UpdateApplication(applying.tx, application));
    BW_TRY(Append(applying, model::EventType::kApplicationUpdated, application.environment,
                  application.organization, application.id.text));
  }
  return secret ? ResetSecret(applying, application, *secret) : base::Status();
}

// AssignRights sets what the application may ask for; switching it off ends its tokens for good.
bool AssignRights(model::Application& application, const ApplicationEntry& entry) {
  bool changed = Assign(application.permissions, entry.permissions);
  changed |= Assign(application.token_format, entry.token_format);
  changed |= Assign(application.refresh_tokens, entry.refresh_tokens);
  changed |= Assign(application.jwks, entry.jwks);
  changed |= Assign(application.audiences, entry.audiences);
  const bool switched = Assign(application.enabled, entry.enabled);
  if (switched && !application.enabled) ++application.generation;
  return changed || switched;
}

base::Status ApplyApplication(Applying& applying, const ApplicationEntry& entry) {
  BW_TRY_ASSIGN(const auto environment, EnvironmentOf(applying, entry.where, entry.environment));
  BW_TRY_ASSIGN(const auto organization,
                OrganizationOf(applying, entry.where, environment, entry.organization));
  BW_TRY(CheckProfile(applying, environment, entry));
  BW_TRY_ASSIGN(const auto found, Match(applying, organization, entry));
  model::Application application = found ? *found : Blank(applying, organization, entry);
  BW_TRY(DescribeOnce(applying, entry.where, "application", environment.id, application.id.text));
  bool changed = Assign(application.name, entry.name);
  changed |= Assign(application.access_profile, entry.access_profile);
  changed |= AssignRights(application, entry);
  changed |= Assign(application.rate_limit, entry.rate_limit);
  BW_TRY_ASSIGN(const auto secret, SecretToSet(applying, entry, application, !found));
  if (found && !changed && !secret) return {};
  application.updated_at = applying.now;
  BW_TRY(Write(applying, application, !found, changed, secret));
  const bool made_up = secret && entry.client_secret.empty();
  Record(applying, {.verb = VerbOf(!found),
                    .kind = "application",
                    .environment = environment.name,
                    .name = application.name,
                    .id = application.client_id,
                    .secret = made_up ? *secret : base::Secret()});
  return {};
}

}  // namespace

base::Status ApplyApplications(Applying& applying) {
  for (const ApplicationEntry& entry : applying.world.applications) {
    BW_TRY(ApplyApplication(applying, entry));
  }
  return {};
}

}  // namespace bearward::directory
