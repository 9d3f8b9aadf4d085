// An API with one operation, protected by Bearward: GET /orders needs the permission forms:read.
// Environment: BEARWARD_URL, BEARWARD_KEY (a key with tokens:verify), PORT. Needs .NET 8 only:
// dotnet run
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

var environment = Environment.GetEnvironmentVariables();
string Setting(string name) => (string?)environment[name] ?? throw new ArgumentException(name);

var bearward = new HttpClient { BaseAddress = new Uri(Setting("BEARWARD_URL")), Timeout = TimeSpan.FromSeconds(2) };
bearward.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Setting("BEARWARD_KEY"));
var statusOf = new Dictionary<string, int> {
    ["missing_permission"] = 403, ["wrong_organization"] = 403, ["rate_limited"] = 429 };

// The status is 200 if the bearer may do this. An answer that is not a yes is never one.
async Task<(int Status, string? Subject)> Verify(string token, params string[] need)
{
    try
    {
        using var response = await bearward.PostAsJsonAsync("/v1/verify", new { token, need });
        if ((int)response.StatusCode != 200) return (503, null);
        var verdict = await response.Content.ReadFromJsonAsync<JsonElement>();
        if (verdict.GetProperty("allowed").GetBoolean())
            return (200, verdict.GetProperty("caller").GetProperty("subject").GetProperty("id").GetString());
        return (statusOf.GetValueOrDefault(verdict.GetProperty("reason").GetString() ?? "", 401), null);
    }
    catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException or JsonException
        or KeyNotFoundException or InvalidOperationException)
    {
        return (503, null);
    }
}

var api = WebApplication.CreateBuilder(args).Build();
api.MapGet("/orders", async (HttpContext context) =>
{
    AuthenticationHeaderValue.TryParse(context.Request.Headers.Authorization, out var header);
    var isBearer = string.Equals(header?.Scheme, "Bearer", StringComparison.OrdinalIgnoreCase);
    var (status, subject) = isBearer && header?.Parameter is { Length: > 0 } token
        ? await Verify(token, "forms:read")
        : (401, null);
    if (status == 401) context.Response.Headers.WWWAuthenticate = "Bearer";
    object answer = status == 200
        ? new Dictionary<string, object?> { ["orders"] = Array.Empty<string>(), ["for"] = subject }
        : new { error = status };
    return Results.Json(answer, statusCode: status);
});
api.Run("http://127.0.0.1:" + Setting("PORT"));
