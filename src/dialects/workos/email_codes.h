// WorkOS's codes and tokens that are sent by email: verification and change of an address, reset of
// a password, and sign-in by code (contracts: WorkOS section 4.3).
#pragma once

#include <vector>

#include "door/rest.h"
#include "json/writer.h"
#include "mail/outbox.h"
#include "model/email_code.h"
#include "users/email_codes.h"

namespace bearward::dialects::workos {

// EmailCodeUses are the dependencies of the routes; all of them must outlive the routes.
struct EmailCodeUses {
  const users::EmailCodes& codes;
  const mail::Outbox& outbox;
};

// WriteEmailCode appends the members of a code to an open object, without the code itself.
json::Writer& WriteEmailCode(json::Writer& writer, const model::EmailCode& row);

// EmailCodeRoutes returns the routes.
std::vector<door::Route> EmailCodeRoutes(const EmailCodeUses& uses, const door::Mount& mount);

}  // namespace bearward::dialects::workos
