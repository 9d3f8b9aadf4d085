#include <algorithm>

#include "base/near_miss.h"
#include "base/random_text.h"
#include "crypto/hash.h"
#include "provision/applying.h"
#include "sessions/sessions.h"
#include "store/applications.h"
#include "token/client_secret.h"

namespace bearward::provision {
namespace {

constexpr std::size_t kSecretLength = 32;
constexpr std::size_t kShortestSecret = 16;

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
    return base::Fail(
        Mistake(entry.where, "the client id " + Quoted(entry.client_id) +
                                 " belongs to an application of another organization. An "
                                 "application cannot change its organization."));
  }
  return found;
}

model::Application Blank(Applying& applying, const model::Organization& organization,
                         const ApplicationEntry& entry) {
  model::Application application;
  application.environment = organization.environment;
  application.id = model::NewId<model::ApplicationId>("app", applying.now, applying.entropy);
  application.organization = organization.id;
  application.client_id =
      entry.client_id.empty() ? token::NewClientId(applying.entropy) : entry.client_id;
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
  return base::Fail(
      Mistake(entry.where, "unknown access profile " + Quoted(name) + "." +
                               base::Suggest(name, known,
                                             "Describe it in an [[access_profiles]] table "
                                             "of the same environment.")));
}

base::Result<bool> IsLive(Applying& applying, const model::Application& application,
                          const base::Digest& hash) {
  BW_TRY_ASSIGN(const auto live,
                store::ListSecrets(applying.tx, application.environment, application.id));
  return std::ranges::any_of(live, [&](const model::ApplicationSecret& secret) {
    const bool same = base::ConstantTimeEqual(base::AsBytes(secret.hash), base::AsBytes(hash));
    return same && secret.IsLive(applying.now);
  });
}

// Only new secrets are checked, so that shorter ones that release 0.1.0 stored stay valid.
base::Status CheckLength(const ApplicationEntry& entry) {
  if (entry.client_secret.Reveal().size() >= kShortestSecret) return {};
  return base::Fail(Mistake(PlaceOr(entry.client_secret_where, entry.where),
                            "`client_secret` is too short. A new one has at least 16 characters, "
                            "best 32 random ones; leave it out to generate one."));
}

// SecretToSet returns the secret that replaces all stored ones; nullopt if they stay.
base::Result<std::optional<base::Secret>> SecretToSet(Applying& applying,
                                                      const ApplicationEntry& entry,
                                                      const model::Application& application,
                                                      bool is_new, EntryMemory& memory) {
  if (entry.client_secret.empty()) {
    if (!is_new) return std::nullopt;
    return base::Secret(base::RandomText(base::kHex, kSecretLength, applying.entropy));
  }
  const Stated stated = memory.Note("client_secret", entry.client_secret.Reveal());
  if (stated == Stated::kSame) return std::nullopt;
  const base::Digest hash = crypto::Sha256(entry.client_secret.Reveal());
  BW_TRY_ASSIGN(const bool is_live, IsLive(applying, application, hash));
  if (is_live) return std::nullopt;
  if (stated == Stated::kUnknown) {
    memory.Keep("client_secret");
    return std::nullopt;
  }
  BW_TRY_ASSIGN(const bool is_retired,
                store::IsRetiredSecret(applying.tx, application.environment, application.id, hash));
  if (!is_retired) {
    BW_TRY(CheckLength(entry));
    return entry.client_secret;
  }
  return base::Fail(Mistake(
      PlaceOr(entry.client_secret_where, entry.where),
      "`client_secret` of the application " + Quoted(entry.name) +
          " was revoked, reset or replaced before and is never accepted again. Choose a fresh "
          "one, or leave it out to keep the present one."));
}

base::Status SetSecret(Applying& applying, const model::Application& application,
                       const base::Secret& value) {
  BW_TRY(store::DeleteSecrets(applying.tx, application.environment, application.id));
  return store::InsertSecret(
      applying.tx, token::StoredClientSecret(application.environment, application.id, value,
                                             applying.now, applying.entropy));
}

sessions::Ending EndingOf(const Applying& applying, const model::Application& application) {
  return {.by = ByFile(applying, application.environment),
          .organization = application.organization,
          .kind = model::SubjectKind::kApplication,
          .subject_id = application.id.text};
}

base::Status ResetSecret(Applying& applying, const model::Application& application,
                         const base::Secret& secret) {
  BW_TRY(SetSecret(applying, application, secret));
  model::Application raised = application;
  ++raised.generation;
  BW_TRY(store::UpdateApplication(applying.tx, raised));
  BW_TRY(Append(applying, model::EventType::kApplicationSecretReset, application.environment,
                application.organization, application.id.text,
                model::Changes::Between(application, raised).AddName("client_secret")));
  return sessions::EndAll(applying.tx, EndingOf(applying, application));
}

// Write stores the row and its event, and then the secret, which references the row.
base::Status Write(Applying& applying, const std::optional<model::Application>& before,
                   const model::Application& application, bool changed,
                   const std::optional<base::Secret>& secret) {
  if (!before) {
    BW_TRY(store::InsertApplication(applying.tx, application));
    BW_TRY(Append(applying, model::EventType::kApplicationCreated, application.environment,
                  application.organization, application.id.text,
                  model::Changes::Created(application)));
    return secret ? SetSecret(applying, application, *secret) : base::Status();
  }
  if (changed) {
    BW_TRY(store::UpdateApplication(applying.tx, application));
    BW_TRY(Append(applying, model::EventType::kApplicationUpdated, application.environment,
                  application.organization, application.id.text,
                  model::Changes::Between(*before, application)));
  }
  return secret ? ResetSecret(applying, application, *secret) : base::Status();
}

bool AssignRights(model::Application& application, const ApplicationEntry& entry,
                  EntryMemory& memory) {
  bool changed = memory.Assign(application.permissions, entry.permissions, "permissions");
  changed |= memory.Assign(application.token_format, entry.token_format, "token_format");
  changed |= memory.Assign(application.refresh_tokens, entry.refresh_tokens, "refresh_tokens");
  changed |= memory.Assign(application.jwks, entry.jwks, "jwks");
  changed |= memory.Assign(application.audiences, entry.audiences, "audiences");
  changed |= memory.Assign(application.enabled, entry.enabled, "enabled");
  return changed;
}

base::Status ApplyApplication(Applying& applying, const ApplicationEntry& entry) {
  BW_TRY_ASSIGN(const auto environment, EnvironmentOf(applying, entry.where, entry.environment));
  BW_TRY_ASSIGN(const auto organization,
                OrganizationOf(applying, entry.where, environment, entry.organization));
  BW_TRY(CheckProfile(applying, environment, entry));
  BW_TRY_ASSIGN(const auto found, Match(applying, organization, entry));
  model::Application application = found ? *found : Blank(applying, organization, entry);
  BW_TRY(DescribeOnce(applying, entry.where, "application", environment.id, application.id.text));
  BW_TRY_ASSIGN(auto memory,
                MemoryOf(applying, environment, "application", application.id.text, !found));
  bool changed = memory.Assign(application.name, Given(entry.name), "name");
  changed |= memory.Assign(application.access_profile, entry.access_profile, "access_profile");
  changed |= AssignRights(application, entry, memory);
  changed |= memory.Assign(application.rate_limit, entry.rate_limit, "rate_limit");
  BW_TRY_ASSIGN(const auto secret, SecretToSet(applying, entry, application, !found, memory));
  Change change{.verb = VerbOf(!found),
                .kind = "application",
                .environment = environment.name,
                .name = application.name,
                .id = application.client_id};
  BW_TRY(SaveMemory(applying, memory, entry.where, change));
  if (found && !changed && !secret) return {};
  application.updated_at = applying.now;
  const bool disabled = found && found->enabled && !application.enabled;
  if (disabled) ++application.generation;
  BW_TRY(Write(applying, found, application, changed, secret));
  if (disabled) BW_TRY(sessions::EndAll(applying.tx, EndingOf(applying, application)));
  const bool made_up = secret && entry.client_secret.empty();
  if (made_up) change.secret = *secret;
  Record(applying, std::move(change));
  return {};
}

}  // namespace

base::Status ApplyApplications(Applying& applying) {
  for (const ApplicationEntry& entry : applying.world.applications) {
    BW_TRY(ApplyApplication(applying, entry));
  }
  return {};
}

}  // namespace bearward::provision
