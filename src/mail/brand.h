// Brand: the look of an environment in its emails.
#pragma once

#include <string>
#include <string_view>

#include "mail/message.h"
#include "model/branding.h"

namespace bearward::mail {

// Branded returns an email with the name, colour and logo of a branding above its text. `origin` is
// that of our pages, from which email programs load the logo; "" for none. The result is ASCII.
Message Branded(Message message, const model::Branding& branding, std::string_view origin);

}  // namespace bearward::mail
