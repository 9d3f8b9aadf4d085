#include "grant/token_event.h"

namespace bearward::grant {

model::Event TokenEvent(model::EventType type, const model::Caller& client, std::string_view token,
                        base::Time at) {
  return model::EventBy(client, at)
      .Make(type, token, *client->organization, R"({"profile":"oauth.jwt"})");
}

}  // namespace bearward::grant
