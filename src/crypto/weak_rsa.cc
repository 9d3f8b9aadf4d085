#include "crypto/weak_rsa.h"

namespace bearward::crypto {
namespace {

// The generator multiplies the first 126 primes for keys of 1984 to 3936 bits, and more of them for
// longer ones: 701 is the last of these.
constexpr unsigned kLastPrime = 701;
constexpr unsigned kGenerator = 65537;

bool IsPrime(unsigned number) {
  for (unsigned divisor = 2; divisor * divisor <= number; ++divisor) {
    if (number % divisor == 0) return false;
  }
  return true;
}

unsigned Remainder(std::string_view modulus, unsigned prime) {
  unsigned remainder = 0;
  for (const char byte : modulus) {
    remainder = (remainder * 256 + static_cast<unsigned char>(byte)) % prime;
  }
  return remainder;
}

// IsPower says whether a number is a power of the generator modulo a prime.
bool IsPower(unsigned number, unsigned prime) {
  const unsigned step = kGenerator % prime;
  unsigned power = 1;
  do {
    if (power == number) return true;
    power = power * step % prime;
  } while (power != 1);
  return false;
}

}  // namespace

bool HasRocaFingerprint(std::string_view modulus) {
  for (unsigned prime = 3; prime <= kLastPrime; prime += 2) {
    if (IsPrime(prime) && !IsPower(Remainder(modulus, prime), prime)) return false;
  }
  return !modulus.empty();
}

}  // namespace bearward::crypto
