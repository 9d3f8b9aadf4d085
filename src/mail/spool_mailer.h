// SpoolMailer: writes each email as a file into a folder, for another program or for tests.
#pragma once

#include <string>

#include "mail/mailer.h"

namespace bearward::mail {

// SpoolMailer writes ID.eml with the mode 0600. A file appears complete, because it is renamed, and
// is durable when Send returns. A failed Send leaves no partial file.
class SpoolMailer final : public Mailer {
 public:
  // SpoolMailer requires that the folder exists.
  explicit SpoolMailer(std::string folder) : folder_(std::move(folder)) {}

  base::Status Send(const Message& message, const Envelope& envelope) override;

 private:
  std::string folder_;
};

}  // namespace bearward::mail
