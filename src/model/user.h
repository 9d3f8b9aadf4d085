// User: a person in an environment. Memberships bind the person to organizations, with roles.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "model/forms.h"
#include "model/ids.h"
#include "model/record.h"

namespace bearward::model {

// User signs in by username or email; the store compares both by base::NameKey (RFC 8265). `number`
// is the LoginId of WorkMobile. An inactive user is refused with every credential, immediately.
struct User {
  EnvironmentId environment;
  UserId id;
  std::int64_t number = 0;
  std::string username;
  std::string email;
  std::string first_name;
  std::string last_name;
  std::string job_title;
  // password_hash is a PHC string, or empty for a user who cannot sign in with a password.
  std::string password_hash;
  base::Time password_changed_at;
  bool active = true;
  // integrator marks a user of several accounts without a home organization (contracts: TeleTracker
  // section 3). Such a user must use the Integrator scheme and cannot use Basic, and each request
  // names its account. Other users cannot use the Integrator scheme.
  bool integrator = false;
  base::Time created_at;
  base::Time updated_at;
  // username_key and email_key are the compared forms of the names; store/users.h sets them.
  std::string username_key = {};
  std::string email_key = {};
  // email_verified says that the person has proved to own the address.
  bool email_verified = false;
  std::optional<std::string> name = {};  // full name, if a client stored one
  std::optional<std::string> profile_picture_url = {};
  std::optional<std::string> locale = {};
  std::optional<std::string> external_id = {};  // of a customer's system; unique in the environment
  Metadata metadata = {};
  std::optional<base::Time> last_sign_in_at = {};  // by a password; kept by updates of the row
  // password_change_required says that the password opens no session until the user has replaced
  // it. An administrator sets it; a password that the user chooses itself clears it.
  bool password_change_required = false;
};

// kUserFields and kUserRecord are its description. Users belong to the environment: memberships
// bind them to organizations.
inline constexpr Field kUserFields[] = {
    F<&User::first_name>("first_name", kEditable | kNullIfEmpty, &kOptionalName),
    F<&User::last_name>("last_name", kEditable | kNullIfEmpty, &kOptionalName),
    F<&User::name>("name", kEditable, &kOptionalName),
    F<&User::profile_picture_url>("profile_picture_url", kStored | kShown),
    F<&User::email>("email", kEditable | kRequired, &kEmail),
    F<&User::email_verified>("email_verified", kEditable),
    F<&User::external_id>("external_id", kEditable, &kExternalId),
    F<&User::metadata>("metadata", kEditable),
    F<&User::last_sign_in_at>("last_sign_in_at", kStored | kShown | kConstant),
    F<&User::locale>("locale", kStored | kShown | kUpdate, &kLocale),
    F<&User::password_change_required>("password_change_required",
                                       kStored | kCreate | kUpdate | kAudited),
    F<&User::number>("number", kStored | kAudited),
    F<&User::username>("username", kStored | kAudited),
    F<&User::job_title>("job_title", kStored | kAudited),
    F<&User::active>("active", kStored | kAudited),
    F<&User::integrator>("integrator", kStored | kAudited),
    F<&User::username_key>("username_key", kStored | kUnaudited),
    F<&User::email_key>("email_key", kStored | kUnaudited),
    F<&User::password_hash>("password_hash", kStored | kUnaudited, &kStoredPassword),
    F<&User::password_changed_at>("password_changed_at", kStored | kUnaudited),
};
inline constexpr RecordOf<User> kUserRecord({
    .object = "user",
    .id_prefix = "user",
    .table = "users",
    .fields = kUserFields,
});
inline const Record& DescriptionOf(const User& /*row*/) { return kUserRecord; }

}  // namespace bearward::model
