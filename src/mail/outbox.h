// Outbox: writes emails to the log, from which they are sent, in the transaction of the change that
// causes them, so that no email is lost and none is sent for a change that failed.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "base/entropy.h"
#include "base/result.h"
#include "base/time.h"
#include "crypto/key_ring.h"
#include "mail/links.h"
#include "mail/message.h"
#include "model/email.h"
#include "model/ids.h"
#include "model/rate_limit.h"
#include "store/transaction.h"

namespace bearward::mail {

// Posted is an email for the outbox, with the code or token that codes.h sealed for the row
// `code_id`. It is not sent after `expires_at`. `user` and `organization` are what the log says
// about it: to whom it is sent, if that is a user, and which organization it concerns.
struct Posted {
  model::EnvironmentId environment;
  Letter letter = Letter::kVerification;
  std::string to;
  std::optional<model::UserId> user = std::nullopt;
  std::optional<model::OrganizationId> organization = std::nullopt;
  std::string code_id;
  std::string sealed;
  base::Time expires_at;
};

// Outbox is immutable and safe from any thread.
class Outbox {
 public:
  // Without `enabled` nothing is stored. `code_limit` bounds the codes of one kind for one user.
  // The ring and the entropy must outlive the outbox.
  Outbox(const crypto::KeyRing& ring, base::Entropy& entropy, Links links, bool enabled,
         const std::optional<model::RateLimit>& code_limit = {})
      : ring_(ring),
        entropy_(entropy),
        links_(std::move(links)),
        enabled_(enabled),
        code_limit_(code_limit) {}

  // Add stores an email. An address that cannot receive mail is skipped.
  base::Status Add(store::WriteTx& tx, const Posted& posted, base::Time now) const;
  // Open opens the code of a row and returns the email; kInternal if the row is damaged.
  base::Result<Message> Open(const model::Email& row) const;

  const Links& links() const { return links_; }
  bool enabled() const { return enabled_; }
  const std::optional<model::RateLimit>& code_limit() const { return code_limit_; }

 private:
  base::Secret VariableOf(const model::Email& row, Letter letter, const base::Secret& code) const;

  const crypto::KeyRing& ring_;
  base::Entropy& entropy_;
  Links links_;
  bool enabled_;
  std::optional<model::RateLimit> code_limit_;
};

}  // namespace bearward::mail
