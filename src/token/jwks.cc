#include "token/jwks.h"

#include "base/encode.h"
#include "crypto/hash.h"
#include "json/writer.h"

namespace bearward::token {
namespace {

void WriteKey(json::Writer& writer, const SigningKeyEntry& entry) {
  const crypto::VerifyKey key = entry.key.verify_key();
  const bool rsa = key.algorithm() == crypto::Algorithm::kRs256;
  writer.BeginObject();
  writer.Key("alg").String(base::Word(key.algorithm()));
  writer.Key("kty").String(rsa ? "RSA" : "EC");
  writer.Key("use").String("sig");
  if (rsa) {
    writer.Key("n").String(base::Base64UrlEncode(key.modulus()));
    writer.Key("e").String(base::Base64UrlEncode(key.exponent()));
  } else {
    writer.Key("crv").String("P-256");
    writer.Key("x").String(base::Base64UrlEncode(key.x()));
    writer.Key("y").String(base::Base64UrlEncode(key.y()));
  }
  writer.Key("kid").String(entry.kid);
  if (!entry.certificate.empty()) {
    // x5c is base64, the thumbprint is base64url (RFC 7517 sections 4.7 and 4.9).
    writer.Key("x5c").BeginArray().String(base::Base64Encode(entry.certificate)).EndArray();
    const base::Digest thumbprint = crypto::Sha256(entry.certificate);
    writer.Key("x5t#S256").String(base::Base64UrlEncode(base::AsBytes(thumbprint)));
  }
  writer.EndObject();
}

}  // namespace

std::string WriteJwks(std::span<const std::shared_ptr<const SigningKeyEntry>> keys) {
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("keys").BeginArray();
  for (const auto& entry : keys) {
    if (entry->key.algorithm() == crypto::Algorithm::kHs256) continue;
    WriteKey(writer, *entry);
  }
  writer.EndArray().EndObject();
  return text;
}

}  // namespace bearward::token
