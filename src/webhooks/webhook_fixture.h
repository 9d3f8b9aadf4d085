// WebhookFixture: endpoints, planner and delivery over a cast, with a receiver on loopback.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "json/writer.h"
#include "store/webhooks.h"
#include "testing/cast.h"
#include "testing/http_receiver.h"
#include "testing/must.h"
#include "webhooks/deliveries.h"
#include "webhooks/delivery.h"
#include "webhooks/disabler.h"
#include "webhooks/endpoints.h"
#include "webhooks/subscribers.h"

namespace bearward::webhooks {

// WebhookFixture encodes an event as {"target":"..."}, with its own name and its number as the id.
class WebhookFixture : public ::testing::Test {
 protected:
  static constexpr auto kEvents = std::to_array<std::string_view>(
      {"group.created", "group.deleted", "group.updated", "user.created"});

  static base::Result<std::optional<Encoded>> Encode(store::ReadTx& /*tx*/,
                                                     const model::Event& event) {
    if (event.type == model::EventType::kUserUpdated) return std::nullopt;
    return Encoded{.id = "event_" + std::to_string(event.number),
                   .event = std::string(model::EventName(event.type)),
                   .body = "{\"target\":" + json::Quote(event.target) + "}"};
  }
  // MakeAudiences has endpoints, and applications, which `recheck_` checks again if it is set.
  Audiences MakeAudiences() {
    Audiences audiences;
    AudienceOf(audiences, model::SubjectKind::kEnvironment) = EndpointAudience(&Encode);
    Audience& applications = AudienceOf(audiences, model::SubjectKind::kApplication);
    applications.encode = EndpointAudience(&Encode).encode;
    applications.admit = EndpointAudience(&Encode).admit;
    applications.recheck = [this](store::ReadTx& tx, const model::WebhookEndpoint& /*receiver*/,
                                  const model::WebhookDelivery& delivery) -> Body {
      BW_TRY(store::CountPendingDeliveries(tx));
      return recheck_ ? recheck_(delivery) : delivery.payload;
    };
    return audiences;
  }
  static egress::AddressPolicy Loopback() {
    return egress::AddressPolicy(
        testing::Must(http::AddressRanges::Parse(std::vector<std::string>{"127.0.0.0/8"})));
  }
  static std::string Status(int status, std::string_view headers = "") {
    return testing::HttpReceiver::Answer(status, "body of " + std::to_string(status), headers);
  }
  // Add makes an endpoint at a path of the receiver for some events.
  model::WebhookEndpoint Add(const std::string& path = "/hook",
                             std::vector<std::string> events = {"group.created", "group.updated"}) {
    model::WebhookEndpoint row;
    row.url = receiver_.Url(path);
    row.events = std::move(events);
    return testing::Must(endpoints_.Create(key_, row));
  }
  void Put(model::EventType type, const std::string& target) {
    Put(type, target, cast_.production);
  }
  void Put(model::EventType type, const std::string& target,
           const model::EnvironmentId& environment) {
    const model::EventBy by(environment, model::Actor(), clock().Now());
    testing::Must(store().Write(
        [&](store::WriteTx& tx) { return tx.Append(by.Make(type, target, std::nullopt)); }));
  }
  // SendAll plans and sends until nothing is due.
  void SendAll() {
    testing::Must(delivery_.PlanAll());
    while (testing::Must(delivery_.SendDue(sender_))) {
    }
  }
  // Targets returns what the receiver got, as "path target".
  std::vector<std::string> Targets() const {
    std::vector<std::string> targets;
    for (const auto& request : receiver_.requests()) {
      const std::string path = request.line.substr(5, request.line.rfind(' ') - 5);
      targets.push_back(path + " " + request.body.substr(11, request.body.size() - 13));
    }
    return targets;
  }
  std::vector<model::WebhookDelivery> Log() {
    auto rows = testing::Must(store().Read(
        [](store::ReadTx& tx) { return store::WebhookDeliveries().ListAllEnvironments(tx); }));
    std::ranges::sort(rows, {}, [](const auto& row) { return std::tie(row.sequence, row.id); });
    return rows;
  }
  std::vector<model::WebhookAttempt> Attempts() {
    auto rows = testing::Must(store().Read(
        [](store::ReadTx& tx) { return store::WebhookAttempts().ListAllEnvironments(tx); }));
    std::ranges::sort(rows, {}, &model::WebhookAttempt::id);
    return rows;
  }
  void Advance(std::chrono::milliseconds time) { cast_.world.clock.Advance(time); }
  const base::Clock& clock() const { return cast_.world.clock; }
  store::Store& store() { return *cast_.world.store; }

  testing::FaultyCast faulty_;
  testing::Cast& cast_ = faulty_.cast;
  resource::Parts parts_{*cast_.world.store, cast_.world.clock, cast_.world.entropy};
  model::Caller key_ = cast_.As(cast_.production);
  Endpoints endpoints_{parts_, {cast_.world.ring, Loopback(), kEvents}};
  Subscribers subscribers_{parts_, cast_.world.ring, Loopback()};
  Deliveries deliveries_{parts_,
                         endpoints_,
                         subscribers_,
                         {.make_test =
                              [](const std::string& id, base::Time /*now*/) {
                                return Encoded{
                                    .id = id, .event = "test", .body = R"({"target":"test"})"};
                              },
                          .audiences = MakeAudiences()}};
  observe::Logger log_{cast_.world.clock, observe::Level::kInfo,
                       [this](std::string_view line) { lines_ += line; }};
  std::string lines_;
  observe::Registry metrics_;
  std::function<std::optional<std::string>(const model::WebhookDelivery&)> recheck_;
  testing::HttpReceiver receiver_;
  mail::Outbox outbox_{cast_.world.ring, cast_.world.entropy, {}, true};
  Disabler disabler_{outbox_, cast_.world.ring};
  Delivery delivery_{
      {store(), endpoints_, disabler_, cast_.world.clock, cast_.world.entropy, log_, metrics_},
      MakeAudiences(),
      {.policy = Loopback()},
      true};
  egress::HttpSender sender_{{.policy = Loopback()}};
};

}  // namespace bearward::webhooks
