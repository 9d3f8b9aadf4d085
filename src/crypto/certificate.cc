#include "crypto/certificate.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <algorithm>
#include <array>

#include "base/digest.h"
#include "crypto/hash.h"
#include "crypto/openssl.h"

namespace bearward::crypto {
namespace {

using NamesPtr = std::unique_ptr<GENERAL_NAMES, Free<GENERAL_NAMES_free>>;
using NamePtr = std::unique_ptr<GENERAL_NAME, Free<GENERAL_NAME_free>>;
using Serial = std::array<unsigned char, 16>;

// Dates is the validity of a certificate; X.509 has a resolution of seconds.
struct Dates {
  base::Time not_before;
  std::chrono::days lifetime;
};

base::Error BadName(std::string_view name) {
  ERR_clear_error();
  return base::Invalid("invalid_certificate_name",
                       "This cannot be a name in a certificate: " + std::string(name));
}

bool IsDnsName(std::string_view name) {
  constexpr std::string_view kAllowed =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._*";
  return !name.empty() && name.size() <= 253 &&
         name.find_first_not_of(kAllowed) == std::string_view::npos;
}

bool SetDates(X509* certificate, const Dates& dates) {
  const std::int64_t begin = base::ToSeconds(dates.not_before);
  const std::int64_t end = base::ToSeconds(dates.not_before + dates.lifetime);
  return ASN1_TIME_set(X509_getm_notBefore(certificate), begin) != nullptr &&
         ASN1_TIME_set(X509_getm_notAfter(certificate), end) != nullptr;
}

bool SetSerial(X509* certificate, Serial serial) {
  serial[0] &= 0x7f;  // positive, RFC 5280 section 4.1.2.2
  const BnPtr number(BN_bin2bn(serial.data(), static_cast<int>(serial.size()), nullptr));
  return number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

// SetName sets subject and issuer to the same name, because the certificate is self-signed.
bool SetName(X509* certificate, std::string_view common_name) {
  X509_NAME* name = X509_get_subject_name(certificate);
  return X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_UTF8, Bytes(common_name),
                                    static_cast<int>(common_name.size()), -1, 0) == 1 &&
         X509_set_issuer_name(certificate, name) == 1;
}

bool AddExtension(X509* certificate, int nid, const char* value) {
  using ExtensionPtr = std::unique_ptr<X509_EXTENSION, Free<X509_EXTENSION_free>>;
  const ExtensionPtr extension(X509V3_EXT_conf_nid(nullptr, nullptr, nid, value));
  return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool Push(GENERAL_NAMES* names, int type, ASN1_STRING* value) {
  NamePtr name(GENERAL_NAME_new());
  if (!name || value == nullptr) {
    ASN1_STRING_free(value);
    return false;
  }
  GENERAL_NAME_set0_value(name.get(), type, value);
  if (sk_GENERAL_NAME_push(names, name.get()) == 0) return false;
  static_cast<void>(name.release());
  return true;
}

ASN1_STRING* DnsString(const std::string& name) {
  ASN1_STRING* text = IsDnsName(name) ? ASN1_IA5STRING_new() : nullptr;
  if (text != nullptr) ASN1_STRING_set(text, name.data(), static_cast<int>(name.size()));
  return text;
}

base::Status AddAlternativeNames(X509* certificate, const SelfSignedRequest& request) {
  const NamesPtr names(sk_GENERAL_NAME_new_null());
  if (!names) return base::Fail(OpenSslError("certificate names"));
  for (const std::string& name : request.dns_names) {
    if (!Push(names.get(), GEN_DNS, DnsString(name))) return base::Fail(BadName(name));
  }
  for (const std::string& address : request.ip_addresses) {
    ASN1_STRING* bytes = a2i_IPADDRESS(address.c_str());
    if (!Push(names.get(), GEN_IPADD, bytes)) return base::Fail(BadName(address));
  }
  if (sk_GENERAL_NAME_num(names.get()) == 0) return {};
  if (X509_add1_ext_i2d(certificate, NID_subject_alt_name, names.get(), 0, 0) != 1) {
    return base::Fail(OpenSslError("certificate names"));
  }
  return {};
}

base::Result<X509Ptr> NewCertificate(std::string_view common_name, const Dates& dates,
                                     const Serial& serial, EVP_PKEY* key) {
  // ub-common-name, RFC 5280 appendix A.1
  if (common_name.empty() || common_name.size() > 64) return base::Fail(BadName(common_name));
  X509Ptr certificate(X509_new());
  if (!certificate || X509_set_version(certificate.get(), X509_VERSION_3) != 1 ||
      !SetSerial(certificate.get(), serial) || !SetDates(certificate.get(), dates) ||
      X509_set_pubkey(certificate.get(), key) != 1) {
    return base::Fail(OpenSslError("make a certificate"));
  }
  if (!SetName(certificate.get(), common_name)) return base::Fail(BadName(common_name));
  if (!AddExtension(certificate.get(), NID_basic_constraints, "critical,CA:FALSE") ||
      !AddExtension(certificate.get(), NID_key_usage, "critical,digitalSignature")) {
    return base::Fail(OpenSslError("extend a certificate"));
  }
  return certificate;
}

std::string TakeText(BIO* bio) {
  char* text = nullptr;
  const long length = BIO_get_mem_data(bio, &text);
  return length > 0 ? std::string(text, static_cast<std::size_t>(length)) : std::string();
}

base::Result<SelfSigned> ToPem(X509* certificate, EVP_PKEY* key) {
  const BioPtr public_text(BIO_new(BIO_s_mem()));
  const BioPtr private_text(BIO_new(BIO_s_secmem()));
  if (!public_text || !private_text || PEM_write_bio_X509(public_text.get(), certificate) != 1 ||
      PEM_write_bio_PKCS8PrivateKey(private_text.get(), key, nullptr, nullptr, 0, nullptr,
                                    nullptr) != 1) {
    return base::Fail(OpenSslError("write a certificate"));
  }
  return SelfSigned{TakeText(public_text.get()), base::Secret(TakeText(private_text.get()))};
}

}  // namespace

base::Result<SelfSigned> MakeSelfSigned(const SelfSignedRequest& request, base::Entropy& entropy) {
  const PkeyPtr key(EVP_EC_gen("P-256"));
  if (!key) return base::Fail(OpenSslError("generate a key"));
  Serial serial{};
  entropy.Fill(serial);
  BW_TRY_ASSIGN(const X509Ptr certificate,
                NewCertificate(request.common_name, {request.not_before, request.lifetime}, serial,
                               key.get()));
  BW_TRY(AddAlternativeNames(certificate.get(), request));
  if (!AddExtension(certificate.get(), NID_ext_key_usage, "serverAuth") ||
      X509_sign(certificate.get(), key.get(), EVP_sha256()) <= 0) {
    return base::Fail(OpenSslError("sign a certificate"));
  }
  return ToPem(certificate.get(), key.get());
}

base::Result<std::string> MakeKeyCertificate(const SigningKey& key, std::string_view common_name,
                                             base::Time not_before, std::chrono::days lifetime) {
  const std::string public_der = key.verify_key().public_der();
  const base::Secret private_der = key.Serialize();
  const unsigned char* at = Bytes(private_der.Reveal());
  const PkeyPtr pkey(
      d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(private_der.Reveal().size())));
  if (public_der.empty() || !pkey) return base::Fail(OpenSslError("certificate of this key"));
  const std::string second = std::to_string(base::ToSeconds(not_before));
  const base::Digest digest = Sha256Parts({public_der, common_name, second});
  Serial serial{};
  std::copy_n(digest.begin(), serial.size(), serial.begin());
  BW_TRY_ASSIGN(const X509Ptr certificate,
                NewCertificate(common_name, {not_before, lifetime}, serial, pkey.get()));
  if (X509_sign(certificate.get(), pkey.get(), EVP_sha256()) <= 0) {
    return base::Fail(OpenSslError("sign a certificate"));
  }
  unsigned char* bytes = nullptr;
  const int length = i2d_X509(certificate.get(), &bytes);
  if (length <= 0) return base::Fail(OpenSslError("write a certificate"));
  std::string der(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length));
  OPENSSL_free(bytes);
  return der;
}

}  // namespace bearward::crypto
