#include "keys/expiry_reminders.h"

#include <utility>

#include "json/writer.h"
#include "mail/codes.h"
#include "model/event.h"

namespace bearward::keys {
namespace {

constexpr std::chrono::nanoseconds kInterval = std::chrono::hours(1);

std::string DataOf(const store::ExpiringKey& key) {
  std::string data;
  json::Writer(data)
      .BeginObject()
      .Key("expires_at")
      .String(base::FormatIsoMillis(key.expires_at))
      .EndObject();
  return data;
}

// The name of a key may have characters that the emails, which are ASCII, cannot contain.
std::string TextAbout(const store::ExpiringKey& key) {
  return "The key " + key.id + " (" + key.hint + ") expires at " +
         base::FormatIsoMillis(key.expires_at);
}

base::Result<std::vector<mail::Recipient>> RecipientsOf(store::ReadTx& tx,
                                                        const store::ExpiringKey& key) {
  if (key.user) return mail::AddressesOf(tx, key.environment, {*key.user});
  if (key.organization) return std::vector<mail::Recipient>();
  return mail::AdministratorAddresses(tx, key.environment);
}

}  // namespace

base::Status ExpiryReminders::RunDue() {
  if (parts_.clock.Ticks() < next_at_) return {};
  const base::Time now = parts_.clock.Now();
  BW_TRY_ASSIGN(const auto reminders, Collect(now));
  if (!reminders.empty()) {
    BW_TRY(parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
      for (const Reminder& reminder : reminders) BW_TRY(Make(tx, reminder, now));
      return {};
    }));
  }
  if (std::cmp_less(reminders.size(), kBatch)) {
    next_at_ = parts_.clock.Ticks() + kInterval.count();
  }
  return {};
}

base::Result<std::vector<ExpiryReminders::Reminder>> ExpiryReminders::Collect(
    base::Time now) const {
  BW_TRY_ASSIGN(auto reminders,
                parts_.store.Read([&](store::ReadTx& tx) { return Find(tx, now); }));
  for (Reminder& reminder : reminders) {
    BW_TRY_ASSIGN(reminder.sealed,
                  mail::SealText(ring_, base::Secret(TextAbout(reminder.key)), reminder.key.id));
  }
  return reminders;
}

base::Result<std::vector<ExpiryReminders::Reminder>> ExpiryReminders::Find(store::ReadTx& tx,
                                                                           base::Time now) {
  std::vector<Reminder> found;
  base::Time to = now;
  for (const std::chrono::hours lead : kReminderLeads) {
    const store::ReminderWindow window{to, now + lead, lead};
    to = window.to;
    const int left = kBatch - static_cast<int>(found.size());  // found has at most kBatch
    BW_TRY_ASSIGN(auto keys, store::ListExpiringKeys(tx, window, left));
    for (store::ExpiringKey& key : keys) {
      BW_TRY_ASSIGN(auto recipients, RecipientsOf(tx, key));
      found.push_back({std::move(key), std::move(recipients), {}});
    }
  }
  return found;
}

base::Status ExpiryReminders::Make(store::WriteTx& tx, const Reminder& reminder,
                                   base::Time now) const {
  const store::ExpiringKey& key = reminder.key;
  BW_TRY_ASSIGN(const bool first, store::NoteReminder(tx, key));
  if (!first) return {};
  const model::EventBy by(key.environment, model::Actor(), now);
  BW_TRY(
      tx.Append(by.Make(model::EventType::kApiKeyExpiring, key.id, key.organization, DataOf(key))));
  for (const mail::Recipient& recipient : reminder.recipients) {
    BW_TRY(outbox_.Add(tx,
                       {.environment = key.environment,
                        .letter = mail::Letter::kKeyExpiry,
                        .to = recipient.address,
                        .user = recipient.user,
                        .organization = key.organization,
                        .code_id = key.id,
                        .sealed = reminder.sealed,
                        .expires_at = key.expires_at},
                       now));
  }
  return {};
}

}  // namespace bearward::keys
