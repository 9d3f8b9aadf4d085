// WorkOS' SDK for Kotlin and Java against a server: a line `ok ...` or `not ok ...` for each check.
import com.workos.WorkOS;
import com.workos.common.exceptions.BadRequestException;
import com.workos.common.exceptions.NotFoundException;
import com.workos.common.exceptions.UnauthorizedException;
import com.workos.usermanagement.CreateUserPassword;

public final class Check {
  private static final String PASSWORD = "a Fine tram to Zanzibar 71";

  private static WorkOS client(String key) {
    return WorkOS.builder()
        .apiKey(key)
        .clientId(System.getenv("SDK_CLIENT_ID"))
        .apiBaseUrl(System.getenv("SDK_URL"))
        .build();
  }

  private static void check(String name, boolean holds) {
    System.out.println((holds ? "ok" : "not ok") + " java: " + name);
  }

  private static boolean fails(Class<? extends Exception> kind, Runnable call) {
    try {
      call.run();
      return false;
    } catch (Exception error) {
      return kind.isInstance(error);
    }
  }

  private static String organizations(WorkOS sdk) {
    var api = sdk.getOrganizations();
    var made = api.create("Java");
    check("create", made.getName().equals("Java"));
    var other = api.create("Java 2");
    boolean listed = api.list().data.stream().anyMatch(one -> one.getId().equals(made.getId()));
    check("list", listed);
    check("read", api.get(made.getId()).getId().equals(made.getId()));
    check("update", api.update(made.getId(), "Java 3").getName().equals("Java 3"));
    api.delete(other.getId());
    check("delete", fails(NotFoundException.class, () -> api.get(other.getId())));
    return made.getId();
  }

  private static void signIn(WorkOS sdk, String organization) {
    var users = sdk.getUserManagement();
    var email = "java@sdk.example";
    var user = users.create(new CreateUserPassword.Plaintext(PASSWORD), email);
    check("create a user", user.getEmail().equals(email));
    sdk.getOrganizationMembership().create(user.getId(), organization);
    var signedIn = users.authenticateWithPassword(email, PASSWORD);
    check("sign-in", organization.equals(signedIn.getOrganizationId()));
    check(
        "wrong password",
        fails(BadRequestException.class, () -> users.authenticateWithPassword(email, "x")));
    var token = sdk.getClientApi().createToken(organization, user.getId());
    check("create_token", token.getToken().split("\\.").length == 3);
  }

  public static void main(String[] arguments) {
    var sdk = client(System.getenv("SDK_KEY"));
    signIn(sdk, organizations(sdk));
    var stranger = client("sk_test_unknown_unknown_unknown_unknown");
    check(
        "wrong key",
        fails(UnauthorizedException.class, () -> stranger.getOrganizations().list()));
    System.exit(0); // the threads of the HTTP client would keep the process for a minute
  }
}
