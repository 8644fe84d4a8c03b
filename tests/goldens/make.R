# The numbers in tests/test_against_r.py, made again:  Rscript tests/goldens/make.R
# R 4.2 with survival 3.5 and nlme 3.1. Nothing here is needed to run the tests.
options(digits = 10)
say <- function(name, ...) cat(name, format(c(...), digits = 10, trim = TRUE), "\n")
w <- function(k, n) prop.test(k, n, correct = FALSE)$conf.int

# Newcombe 1998, method 10, of two groups and of the same patients
newcombe <- function(a, m, b, n) {
  p <- a / m; q <- b / n; x <- w(a, m); y <- w(b, n)
  c(p - q, p - q - sqrt((p - x[1])^2 + (y[2] - q)^2), p - q + sqrt((x[2] - p)^2 + (q - y[1])^2))
}
say("newcombe", newcombe(56, 70, 48, 80))
say("newcombe", newcombe(9, 10, 3, 10))
say("newcombe", newcombe(10, 10, 0, 20))
paired <- function(a, b, c, d) {
  n <- a + b + c + d; p <- (a + b) / n; q <- (a + c) / n
  x <- w(a + b, n); y <- w(a + c, n); m <- (a + b) * (c + d) * (a + c) * (b + d)
  k <- a * d - b * c; k <- if (k > n / 2) k - n / 2 else if (k >= 0) 0 else k
  phi <- if (m > 0) k / sqrt(m) else 0
  f <- function(s, t) sqrt(s^2 - 2 * phi * s * t + t^2)
  c(p - q, p - q - f(p - x[1], y[2] - q), p - q + f(x[2] - p, q - y[1]))
}
say("paired", paired(20, 12, 2, 16))
say("paired", paired(12, 9, 2, 21))
say("paired", paired(0, 3, 0, 10))

# The rate over sites: each counted once; beside it, of the patients, with sites as clusters
r <- c(3, 8, 5, 12, 9); n <- c(10, 15, 12, 30, 20)
say("over_sites", mean(r / n), t.test(r / n)$conf.int)
library(survey)
z <- data.frame(site = rep(1:5, n), y = unlist(Map(function(k, m) rep(1:0, c(k, m - k)), r, n)))
print(svyciprop(~y, svydesign(ids = ~site, data = z, weights = ~1), method = "logit", df = 4))

# Wilcoxon and Hodges-Lehmann: zeros and ties
x <- c(-7, -5.5, -5.5, -3, -3, -3, 0, 0, 1, 2.5, -9, -12, -1, 4, -6, -6.5, -2, -8, 3, -10)
say("wilcoxon", suppressWarnings(wilcox.test(x, exact = FALSE)$p.value))
s <- sort(outer(x, x, "+")[upper.tri(diag(length(x)), diag = TRUE)] / 2)
n <- length(x); r <- floor(n * (n + 1) / 4 - qnorm(.975) * sqrt(n * (n + 1) * (2 * n + 1) / 24))
say("hodges_lehmann", median(s), s[r], s[length(s) - r + 1])
say("holm", p.adjust(c(0.01, 0.04, 0.03, 0.005, 0.2), "holm"))

# The mean of five changes: Student's interval
say("student", t.test(c(-9, -4, -6.5, -2, -7))$conf.int)

# Spearman, with ties
say("spearman", cor(c(3, 1, 4, 1, 5, 9, 2, 6, 5), c(2, 7, 1, 8, 2, 8, 1, 8, 2), method = "spearman"))

# Aalen-Johansen: 60 people, two competing events and censoring
i <- 1:60
time <- 5 + (i * 37) %% 83
event <- c("", "a", "b", "a")[1 + (i * 7) %% 4]
library(survival)
f <- survfit(Surv(time, factor(event, levels = c("", "a", "b"))) ~ 1, conf.type = "log-log")
z <- summary(f, times = c(20, 50, 80))
for (k in 1:3) say("aalen_johansen", z$time[k], z$pstate[k, 2:3], z$lower[k, 2:3], z$upper[k, 2:3])

# Models: 40 patients, 3 sessions, some missing
d <- expand.grid(session = 1:3, patient = 1:40)
d$baseline <- 12 + (d$patient * 7) %% 16
d$recorded <- 30 - (d$patient * d$session) %% 5
d$flagged <- pmax(0, pmin(d$recorded, (d$baseline * (8 - d$session)) %/% 10 + (d$patient * 13 + d$session * 5) %% 9 - 4 + (d$patient * 5) %% 7 - 3))
d <- d[(d$patient + 2 * d$session) %% 7 != 0, ]
d$site <- c("x", "y")[1 + d$patient %% 2]
d$days <- d$flagged * 30 / d$recorded
d$centred <- d$baseline - mean(d$baseline[!duplicated(d$patient)])
d$s <- factor(d$session)
library(nlme)
m <- lme(days ~ centred + s + site, random = ~ 1 | patient, data = d, method = "REML")
say("mixed", fixef(m)); say("mixed_se", sqrt(diag(vcov(m))))
y <- mean(tapply(d$site == "y", d$patient, any))
at <- function(k) c(1, 0, k == 2, k == 3, y)  # the mean baseline, the patients' mix of sites
f <- length(unique(d$patient)) - 3  # between patients: intercept, baseline, site
for (k in 1:3) {
  v <- sum(at(k) * fixef(m)); e <- qt(.975, f) * sqrt(c(at(k) %*% vcov(m) %*% at(k)))
  say("mixed_adjusted", k, v, v - e, v + e)
}
library(lme4); library(pbkrtest)  # only beside it: Kenward and Roger's errors and freedom
l <- lmer(days ~ centred + s + site + (1 | patient), d, REML = TRUE)
for (k in 1:3) {
  v <- sum(at(k) * fixef(l)); r <- get_Lb_ddf(l, at(k))
  e <- qt(.975, r) * sqrt(c(at(k) %*% as.matrix(vcovAdj(l)) %*% at(k)))
  say("kenward_roger", k, v, v - e, v + e, r)
}
g <- glm(cbind(flagged, recorded - flagged) ~ centred + s + site, binomial, d, epsilon = 1e-14)
X <- model.matrix(g); mu <- fitted(g); v <- d$recorded * mu * (1 - mu); e <- d$flagged - d$recorded * mu
A <- solve(t(X) %*% (X * v)); B <- 0
for (p in unique(d$patient)) {  # Mancl and DeRouen 2001
  k <- which(d$patient == p); Y <- X[k, , drop = FALSE]; H <- (Y * v[k]) %*% A %*% t(Y)
  u <- t(Y) %*% solve(diag(length(k)) - H, e[k]); B <- B + u %*% t(u)
}
V <- A %*% B %*% A; say("gee", coef(g)); say("gee_se", sqrt(diag(V)))
each <- d[!duplicated(d$patient), ]
for (k in 1:3) {  # everybody after session k: the mean of the days expected, then less the baselines
  Z <- cbind(1, each$centred, k == 2, k == 3, each$site == "y"); q <- plogis(c(Z %*% coef(g)))
  y <- 30 * mean(q); z <- colMeans(30 * q * (1 - q) * Z)  # the delta method, on the logit scale
  h <- qt(.975, f) * sqrt(c(z %*% V %*% z)) / (y * (1 - y / 30))
  a <- 30 * plogis(qlogis(y / 30) - h); b <- 30 * plogis(qlogis(y / 30) + h)
  r <- qt(.975, f) * sd(30 * q - each$baseline) / sqrt(nrow(each)); w <- y - mean(each$baseline)
  say("gee_adjusted", k, y, a, b, w, w - sqrt((y - a)^2 + r^2), w + sqrt((b - y)^2 + r^2))
}
a <- lm(days ~ centred + site, d[d$session == 2, ])
say("ancova", coef(a)); say("ancova_se", sqrt(diag(vcov(a))))
