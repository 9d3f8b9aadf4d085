// Mailbox: keeps emails in memory, for tests that read them.
#pragma once

#include <deque>
#include <mutex>
#include <string>
#include <vector>

#include "mail/mailer.h"

namespace bearward::mail {

// Mailbox keeps the newest kMostEmails. Safe from any thread.
class Mailbox final : public Mailer {
 public:
  static constexpr std::size_t kMostEmails = 1000;

  base::Status Send(const Message& message, const Envelope& envelope) override;
  // AsJson returns {"emails":[...]}, oldest first, each with its code or the URL of its link.
  std::string AsJson() const;
  void Clear();

 private:
  struct Kept {
    Message message;
    Envelope envelope;
  };
  mutable std::mutex mutex_;
  std::deque<Kept> kept_;  // guarded by mutex_
};

}  // namespace bearward::mail
