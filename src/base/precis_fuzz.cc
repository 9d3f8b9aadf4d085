// Fuzz target: mapping is idempotent, so that stored and searched names agree, and a valid text
// remains valid after it.
#include "base/digest.h"
#include "base/precis.h"
#include "base/utf8.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace bearward::base;
  const std::string_view text(bearward::base::AsBytes({data, size}));
  const auto require = [](bool good) {
    if (!good) __builtin_trap();
  };
  const std::string key = NameKey(text);
  require(IsUtf8(key) == IsUtf8(text));
  if (text.size() <= 200) require(NameKey(key) == key);
  if (text.size() <= 200 && !FaultOfName(text)) require(!FaultOfName(key));
  const std::string form = PasswordForm(text);
  require(PasswordForm(form) == form);
  require(FaultOfPassword(text).has_value() == FaultOfPassword(form).has_value());
  require(CountCodePoints(text) <= text.size());
  return 0;
}
