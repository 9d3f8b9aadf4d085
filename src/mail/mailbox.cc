#include "mail/mailbox.h"

#include "base/time.h"
#include "json/writer.h"

namespace bearward::mail {

base::Status Mailbox::Send(const Message& message, const Envelope& envelope) {
  const std::lock_guard lock(mutex_);
  if (kept_.size() == kMostEmails) kept_.pop_front();
  kept_.push_back({message, envelope});
  return {};
}

std::string Mailbox::AsJson() const {
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("emails").BeginArray();
  const std::lock_guard lock(mutex_);
  for (const auto& [message, envelope] : kept_) {
    writer.BeginObject().Key("id").String(envelope.id).Key("to").String(message.to);
    writer.Key("sent_at").String(base::FormatIsoMillis(envelope.at));
    writer.Key("kind").String(base::Word(message.letter));
    writer.Key(VariableName(message.letter)).String(message.variable.Reveal());
    writer.Key("subject").String(message.subject);
    writer.Key("text").String(message.text.Reveal());
    writer.Key("html").String(message.html.Reveal()).EndObject();
  }
  writer.EndArray().EndObject();
  return text;
}

void Mailbox::Clear() {
  const std::lock_guard lock(mutex_);
  kept_.clear();
}

}  // namespace bearward::mail
