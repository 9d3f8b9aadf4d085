// Delivery: sends the emails of the outbox, on a thread of its own, so that no request waits for a
// mail server.
#pragma once

#include <memory>
#include <string>
#include <thread>

#include "base/clock.h"
#include "base/result.h"
#include "base/wake_signal.h"
#include "mail/mailer.h"
#include "mail/outbox.h"
#include "model/email.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "store/store.h"

namespace bearward::mail {

// Delivery sends each email until it is delivered, refused for good, or expired; then its code is
// erased and the rest of its row stays in the log. The first retry follows after 5 s, each later
// one after twice the time, at most 10 minutes. A node claims an email for longer than a sending
// takes; another node takes it over when the claim has ended. An email may be sent twice if the
// process ends between the sending and the write after it.
class Delivery {
 public:
  struct Parts {
    store::Store& store;
    const Outbox& outbox;
    const base::Clock& clock;
    observe::Logger& log;
    observe::Registry& metrics;
    std::string origin = {};  // of our pages, for the logo in emails (brand.h)
  };
  // Delivery adds a listener to the store (see Store::OnCommit) and its metrics. The parts must
  // outlive it.
  Delivery(const Parts& parts, std::unique_ptr<Mailer> mailer, std::string from);
  // ~Delivery waits for the email that is being sent.
  ~Delivery();
  Delivery(const Delivery&) = delete;
  Delivery& operator=(const Delivery&) = delete;

  // Start begins to deliver: at once, after each commit that sends an email (model::SendsEmail),
  // and at intervals. Without it, tests call SendDue.
  void Start();
  // SendDue sends a batch of the emails that are due, until a stop is requested. It returns whether
  // more may be due, or the first failure of the store.
  base::Result<bool> SendDue(const std::stop_token& stop = {});

 private:
  // Series are the metrics.
  struct Series {
    explicit Series(observe::Registry& metrics);
    observe::Counter& delivered;
    observe::Counter& failed;
    observe::Counter& dropped;
    observe::Gauge& waiting;
  };
  void Run(const std::stop_token& stop);
  base::Status SendOne(model::Email row);
  base::Status Attempt(const model::Email& row);
  base::Status Retry(model::Email row, const base::Error& error);
  base::Status Drop(model::Email row, const base::Error& error);
  base::Status Finish(model::Email row, model::EmailState state);

  Parts parts_;
  std::unique_ptr<Mailer> mailer_;
  std::string from_;
  Series series_;
  std::shared_ptr<base::WakeSignal>
      signal_;  // the listener of the store has it too, and outlives this
  std::jthread thread_;
};

}  // namespace bearward::mail
