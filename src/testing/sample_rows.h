// Sample rows: minimal valid values of the model; a test changes the fields that it tests.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "base/digest.h"
#include "model/api_key.h"
#include "model/application.h"
#include "model/environment.h"
#include "model/event.h"
#include "model/object.h"
#include "model/organization.h"
#include "model/role.h"
#include "model/session.h"
#include "model/user.h"

namespace bearward::testing {

// kSampleTime is the creation time of all samples.
inline constexpr base::Time kSampleTime{std::chrono::milliseconds(1'935'817'689'123)};

// SampleDigest returns 32 bytes that depend on the seed, including the first 64 bits.
inline base::Digest SampleDigest(std::uint8_t seed) {
  base::Digest digest{};
  digest.fill(seed);
  return digest;
}

// SampleEnvironment and the following functions each return the row that their name says. `env` is
// the id of the environment as a text. `number` makes ids and names unique: org_1, user_1 ("user1",
// "user1@acme.example"), app_1.
inline model::Environment SampleEnvironment(const std::string& env) {
  return {.id = {env}, .name = "name of " + env, .created_at = kSampleTime};
}
inline model::Organization SampleOrganization(const std::string& env, std::int64_t number) {
  return {.environment = {env},
          .id = {"org_" + std::to_string(number)},
          .number = number,
          .name = "Organization " + std::to_string(number),
          .created_at = kSampleTime,
          .updated_at = kSampleTime};
}
inline model::Role SampleRole(const std::string& env, const std::string& slug,
                              std::vector<std::string> permissions) {
  model::Role role;
  role.id = "role_" + slug + "_of_" + env;
  role.environment = {env};
  role.slug = slug;
  role.name = "Role " + slug;
  role.permissions = std::move(permissions);
  role.created_at = kSampleTime;
  role.updated_at = kSampleTime;
  return role;
}
inline model::User SampleUser(const std::string& env, std::int64_t number) {
  const std::string name = "user" + std::to_string(number);
  return {.environment = {env},
          .id = {"user_" + std::to_string(number)},
          .number = number,
          .username = name,
          .email = name + "@acme.example",
          .first_name = "Ann",
          .last_name = "Lee",
          .job_title = "Planner",
          .password_hash = "",
          .password_changed_at = kSampleTime,
          .created_at = kSampleTime,
          .updated_at = kSampleTime};
}
inline model::Application SampleApplication(const std::string& env, std::int64_t number) {
  return {.environment = {env},
          .id = {"app_" + std::to_string(number)},
          .organization = {"org_1"},
          .name = "Application " + std::to_string(number),
          .client_id = "client-" + std::to_string(number),
          .access_profile = "ObjectRead",
          .created_at = kSampleTime,
          .updated_at = kSampleTime};
}
// SampleApiKey belongs to the environment; its hash is SampleDigest of its number.
inline model::ApiKey SampleApiKey(const std::string& env, std::uint8_t number) {
  return {.environment = {env},
          .id = {"key_" + std::to_string(number)},
          .user = {},
          .hash = SampleDigest(number),
          .hint = "wxyz",
          .description = "nightly export",
          .created_at = kSampleTime,
          .expires_at = {},
          .revoked_at = {}};
}
// SampleSession belongs to user_1 in org_1. Its access token expires after an hour, its refresh
// token after a day.
inline model::Session SampleSession(const std::string& env, std::int64_t number) {
  return {.environment = {env},
          .id = {"session_" + std::to_string(number)},
          .organization = {"org_1"},
          .subject_kind = model::SubjectKind::kUser,
          .subject_id = "user_1",
          .profile = "teletracker",
          .created_at = kSampleTime,
          .rotated_at = kSampleTime,
          .expires_at = kSampleTime + std::chrono::hours(1),
          .refresh_expires_at = kSampleTime + std::chrono::hours(24),
          .ended_at = {}};
}
// SampleToken belongs to session_<session>; its hash is SampleDigest of the seed.
inline model::TokenRecord SampleToken(const std::string& env, std::int64_t session,
                                      std::uint8_t seed) {
  return {.environment = {env},
          .hash = SampleDigest(seed),
          .session = {"session_" + std::to_string(session)},
          .generation = 0,
          .use = model::TokenUse::kAccess,
          .expires_at = kSampleTime + std::chrono::hours(1)};
}
// SampleObject is a form that org_1 owns.
inline model::Object SampleObject(const std::string& env, std::int64_t number) {
  return {.environment = {env},
          .id = {"obj_" + std::to_string(number)},
          .kind = "form",
          .number = number,
          .name = "Form " + std::to_string(number),
          .owner = {"org_1"},
          .fields = R"({"Live":true})",
          .roles = {},
          .created_at = kSampleTime,
          .created_by = "user_1",
          .updated_at = kSampleTime,
          .updated_by = "user_1"};
}
// SampleEvent is an update of the target.
inline model::Event SampleEvent(const std::string& env, const std::string& target) {
  return {.environment = {env},
          .organization = {},
          .type = model::EventType::kUserUpdated,
          .actor = {},
          .target = target,
          .at = kSampleTime};
}

}  // namespace bearward::testing
