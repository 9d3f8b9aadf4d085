// Email: one email of the log, and until it is finished the code that it delivers.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "base/words.h"
#include "model/ids.h"
#include "model/record.h"

namespace bearward::model {

// EmailState: an email waits until it is sent or given up. kFailed is final: the mail server has
// refused it, it has expired, or it is damaged.
enum class EmailState : std::uint8_t { kWaiting, kSent, kFailed };

}  // namespace bearward::model

template <>
struct bearward::base::WordsOf<bearward::model::EmailState> {
  static constexpr std::array<std::string_view, 3> kWords = {"waiting", "sent", "failed"};
};

namespace bearward::model {

// Email has a word of mail::Letter as its `kind`. It is a text, so that a node which does not know
// the kind still delivers the other emails. `sealed` is the encrypted code, token or other variable
// text of the row `code_id`. Only an email that waits has these two and `next_attempt_at`;
// store::FinishEmail erases them. `finished_at` is when it was sent or given up.
struct Email : Entity {
  std::string kind;
  std::string recipient;
  std::optional<UserId> user = std::nullopt;
  std::optional<OrganizationId> organization = std::nullopt;
  EmailState state = EmailState::kWaiting;
  std::int64_t attempts = 0;
  std::optional<std::string> last_error = std::nullopt;
  std::optional<base::Time> next_attempt_at = std::nullopt;
  base::Time expires_at;
  std::optional<base::Time> finished_at = std::nullopt;
  std::optional<std::string> code_id = std::nullopt;
  std::optional<std::string> sealed = std::nullopt;
};

// kEmailFields and kEmailRecord are its description. No response has the last two fields, because
// none may lead to a code or link.
inline constexpr Field kEmailFields[] = {
    F<&Email::kind>("kind", kStored | kShown | kConstant),
    F<&Email::recipient>("recipient", kStored | kShown | kFilter | kConstant),
    F<&Email::user>("user_id", kStored | kShown | kConstant),
    F<&Email::organization>(kOrganizationField, kStored | kShown | kConstant),
    F<&Email::state>("state", kStored | kShown | kFilter),
    F<&Email::attempts>("attempts", kStored | kShown),
    F<&Email::last_error>("last_error", kStored | kShown),
    F<&Email::next_attempt_at>("next_attempt_at", kStored | kShown),
    F<&Email::expires_at>("expires_at", kStored | kShown | kConstant),
    F<&Email::finished_at>("finished_at", kStored | kShown),
    F<&Email::code_id>("code_id", kStored | kUnaudited),
    F<&Email::sealed>("sealed", kStored | kUnaudited),
};
inline constexpr RecordOf<Email> kEmailRecord({
    .object = "email",
    .id_prefix = "mail",
    .table = "emails",
    .fields = kEmailFields,
});

}  // namespace bearward::model
