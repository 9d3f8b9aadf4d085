// LogStreamFixture: streams and their delivery over a cast, with a receiver on loopback.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "log_streams/delivery.h"
#include "log_streams/streams.h"
#include "store/audit_logs.h"
#include "store/log_streams.h"
#include "testing/cast.h"
#include "testing/http_receiver.h"
#include "testing/must.h"
#include "testing/temp_dir.h"

namespace bearward::log_streams {

class LogStreamFixture : public ::testing::Test {
 protected:
  static egress::AddressPolicy Loopback() {
    return egress::AddressPolicy(
        testing::Must(http::AddressRanges::Parse(std::vector<std::string>{"127.0.0.0/8"})));
  }
  SenderSettings Settings() const {
    return {.egress = {.policy = Loopback()}, .folder = dir_.path(), .host = "bearward.example"};
  }

  static std::string Status(int status, std::string_view headers = "") {
    return testing::HttpReceiver::Answer(status, "body of a target", headers);
  }

  // Row returns a stream of the audit log of acme to the receiver.
  model::LogStream Row(model::LogStreamType type = model::LogStreamType::kHttpsJson) const {
    model::LogStream row;
    row.name = "siem";
    row.source = model::LogStreamSource::kAuditLogs;
    row.organization = cast_.acme;
    row.type = type;
    row.url = receiver_.Url("/in");
    return row;
  }
  model::LogStream Add(model::LogStream row) {
    return testing::Must(streams_.Create(key_, std::move(row)));
  }
  model::LogStream Add() { return Add(Row()); }
  // Put adds an event to the audit log of an organization.
  void Put(const std::string& id, const model::OrganizationId& organization) {
    model::AuditLogEvent event;
    event.id = id;
    event.environment = cast_.production;
    event.organization = organization;
    event.action = "user.signed_in";
    event.occurred_at = event.created_at = event.updated_at = clock().Now();
    event.content = R"({"action":"user.signed_in","actor":{"id":"u1","type":"user"}})";
    event.digest = "digest of " + id;
    testing::Must(store().Write([&](store::WriteTx& tx) -> base::Status {
      BW_TRY_ASSIGN(event.position,
                    store::NextAuditLogPosition(tx, event.environment, event.organization));
      return store::AuditLogEvents().Insert(tx, event);
    }));
  }
  void Put(const std::string& id) { Put(id, cast_.acme); }
  // SendAll sends until nothing is due, or fails the test.
  void SendAll() {
    for (int i = 0; testing::Must(delivery_.SendDue(sender_)); ++i) {
      ASSERT_LT(i, 100) << "the delivery does not end";
    }
  }
  // Ids returns the ids of the events that the receiver got, in order.
  std::vector<std::string> Ids() const { return IdsOf(receiver_); }
  static std::vector<std::string> IdsOf(const testing::HttpReceiver& receiver) {
    std::vector<std::string> ids;
    for (const auto& request : receiver.requests()) {
      const json::Value body = testing::Must(json::Parse(request.body));
      for (const json::Value& item : *body.AsArray()) {
        ids.push_back(*item.Find("keySuffix")->AsString());
      }
    }
    return ids;
  }
  model::LogStream Present(const model::LogStream& stream) {
    return testing::Must(streams_.Get(key_, stream.id));
  }
  void Change(const model::LogStream& stream, const std::function<void(model::LogStream&)>& set) {
    testing::Must(streams_.Update(key_, stream.id, [&](model::LogStream& row) -> base::Status {
      set(row);
      return {};
    }));
  }
  std::string ReasonOf(model::LogStream row) {
    const auto made = streams_.Create(key_, std::move(row));
    return made ? "none" : made.error().reason;
  }
  void Advance(std::chrono::milliseconds time) { cast_.world.clock.Advance(time); }
  const base::Clock& clock() const { return cast_.world.clock; }
  store::Store& store() { return *cast_.world.store; }

  testing::FaultyCast faulty_;
  testing::Cast& cast_ = faulty_.cast;
  testing::TempDir dir_;
  resource::Parts parts_{*cast_.world.store, cast_.world.clock, cast_.world.entropy};
  model::Caller key_ = cast_.As(cast_.production);
  Streams streams_{parts_, {cast_.world.ring, Loopback(), true}};
  std::string lines_;
  observe::Logger log_{cast_.world.clock, observe::Level::kInfo,
                       [this](std::string_view line) { lines_ += line; }};
  observe::Registry metrics_;
  testing::HttpReceiver receiver_;
  Delivery delivery_{{store(), streams_, cast_.world.clock, cast_.world.entropy, log_, metrics_},
                     Settings(),
                     true};
  AzureTokens azure_tokens_{Settings().egress};
  Sender sender_{Settings(), azure_tokens_};
};

}  // namespace bearward::log_streams
