// Delivery: sends the emails of the outbox, on a thread of its own, so that no request waits for a
// mail server.
#pragma once

#include <memory>
#include <string>
#include <thread>

#include "base/clock.h"
#include "base/result.h"
#include "mail/mailer.h"
#include "mail/outbox.h"
#include "observe/log.h"
#include "store/store.h"

namespace bearward::mail {

// Delivery sends each email until it is delivered, refused for good, or expired; then its row is
// deleted. The first retry follows after 5 s, each later one after twice the time, at most 10
// minutes. An email may be sent twice if the process ends between the sending and the deletion.
class Delivery {
 public:
  struct Parts {
    store::Store& store;
    const Outbox& outbox;
    const base::Clock& clock;
    observe::Logger& log;
  };
  // Delivery adds a listener to the store; see Store::OnCommit. The parts must outlive it.
  Delivery(const Parts& parts, std::unique_ptr<Mailer> mailer, std::string from);
  // ~Delivery waits for the email that is being sent.
  ~Delivery();
  Delivery(const Delivery&) = delete;
  Delivery& operator=(const Delivery&) = delete;

  // Start begins to deliver: at once, after each commit that sends an email (model::SendsEmail),
  // and at intervals. Without it, tests call SendDue.
  void Start();
  // SendDue sends the emails that are due, until a stop is requested; the first failure of the
  // store is returned.
  base::Status SendDue(const std::stop_token& stop = {});

 private:
  class Signal;
  void Run(const std::stop_token& stop);
  base::Status SendOne(const store::OutboxRow& row);

  Parts parts_;
  std::unique_ptr<Mailer> mailer_;
  std::string from_;
  std::shared_ptr<Signal> signal_;  // the listener of the store has it too, and outlives this
  std::jthread thread_;
};

}  // namespace bearward::mail
