#include "testing/client_key.h"

#include <utility>

#include "base/encode.h"
#include "json/writer.h"
#include "testing/fake_entropy.h"
#include "testing/must.h"

namespace bearward::testing {
namespace {

crypto::SigningKey NewKey(crypto::Algorithm algorithm) {
  FakeEntropy entropy;
  return Must(crypto::SigningKey::Generate(algorithm, entropy));
}

}  // namespace

ClientKey::ClientKey(crypto::Algorithm algorithm, std::string kid)
    : key_(NewKey(algorithm)), kid_(std::move(kid)) {}

std::string ClientKey::jwk() const {
  const crypto::VerifyKey half = key_.verify_key();
  std::string text;
  json::Writer writer(text);
  writer.BeginObject();
  if (!kid_.empty()) writer.Key("kid").String(kid_);
  if (half.algorithm() == crypto::Algorithm::kRs256) {
    writer.Key("kty").String("RSA").Key("n").String(base::Base64UrlEncode(half.modulus()));
    writer.Key("e").String(base::Base64UrlEncode(half.exponent()));
  } else {
    writer.Key("kty").String("EC").Key("crv").String("P-256");
    writer.Key("x").String(base::Base64UrlEncode(half.x()));
    writer.Key("y").String(base::Base64UrlEncode(half.y()));
  }
  writer.EndObject();
  return text;
}

std::string ClientKey::Sign(std::string_view payload, std::string_view header) const {
  std::string usual = "{\"alg\":\"" + std::string(base::Word(key_.algorithm())) + "\"";
  if (!kid_.empty()) usual += ",\"kid\":" + json::Quote(kid_);
  usual += "}";
  std::string text = base::Base64UrlEncode(header.empty() ? std::string_view(usual) : header);
  text += '.' + base::Base64UrlEncode(payload);
  return text + '.' + base::Base64UrlEncode(Must(key_.Sign(text)));
}

std::string AssertionPayload::Text() const {
  return "{\"iss\":" + json::Quote(issuer) + ",\"sub\":" + json::Quote(subject) +
         ",\"aud\":" + json::Quote(audience) + ",\"exp\":" + std::to_string(expires_at) +
         ",\"jti\":" + json::Quote(id) + more + "}";
}

}  // namespace bearward::testing
