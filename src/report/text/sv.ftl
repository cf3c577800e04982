# Rapportens alla texter på svenska. Nycklarna är desamma som i en.ftl, med samma variabler; test i text/tests.rs håller dem lika.

## Grounds, in the order of the Act

ground-sex = kön
ground-gender_identity = könsöverskridande identitet eller uttryck
ground-ethnicity = etnisk tillhörighet
ground-religion = religion eller annan trosuppfattning
ground-disability = funktionsnedsättning
ground-sexual_orientation = sexuell läggning
ground-age = ålder
ground-supplementary = ej diskrimineringsgrund i lagen

## Verdicts, statuses, states

verdict-disparity = skillnad påvisad
verdict-within_margin = inom marginalen
verdict-inconclusive = kan inte avgöras
verdict-not_assessed = ej bedömd
verdict-inconclusive-there = skillnad finns, storleken kan inte avgöras
verdict-hidden = dold
verdict-adjusted = bedömd efter justering
verdict-adjusted-see = avsnitt 6
verdict-gain-shown = en vinst mot slump utanför marginalen
verdict-gain-loss = färre träffar än slumpen, utanför marginalen
verdict-gain-none = ingen vinst mot slump utanför marginalen
verdict-gain-no-loss = ingen förlust mot slump utanför marginalen; en vinst är inte bedömd
verdict-gain-open = det går inte att avgöra om vinsten mot slump ligger utanför marginalen
verdict-gain-not-assessed = ej bedömd
verdict-one-sided-open = ingen nackdel för gruppen utanför marginalen; den andra riktningen är inte bedömd
verdict-one-sided-beyond = jämförelsegruppen har det sämre, utanför marginalen; bara en nackdel för gruppen är bedömd
one-sided-asked = bara en nackdel för gruppen (one_sided)
key-disparity = större än marginalen
key-within_margin = hela intervallet ligger inom marginalen
key-inconclusive = underlaget räcker inte
key-not_assessed = hör inte till de jämförelser som avgör, eller kunde inte göras; se bilaga C
key-one-sided = bara en nackdel för den namngivna gruppen är bedömd, och i den andra riktningen ligger intervallet inte inom marginalen
key-other-way = bara en nackdel för den namngivna gruppen är bedömd, och siffrorna visar en för jämförelsegruppen utanför marginalen
status-in_place = underlag finns
status-flagged = kräver ställningstagande
status-inconclusive = kan inte avgöras
status-incomplete = underlag saknas
status-not_applicable = ej tillämplig
status-not_assessed = ej bedömd
state-signed = undertecknat
state-draft = utkast
state-incomplete = ofullständigt
state-missing = saknas
state-wrong_role = fel roll
state-expired = för gammalt
state-superseded = ersatt av senare version
state-stale = gäller andra resultat
state-illustration = illustration
verification-verified = kontrollerad
verification-verified_in_part = delvis kontrollerad
verification-verified_secondary = efter sekundärkälla
verification-from_memory = inte kontrollerad
decision-use = ta i bruk
decision-use_with_conditions = ta i bruk med villkor
decision-wait = avvakta
decision-not_use = inte ta i bruk
decision-stop = stoppa

## Roles (packs.md, 3.2)

role-process_owner = processägare
    .definite = processägaren
role-lawyer = jurist
    .definite = juristen
role-analyst = analytiker
    .definite = analytikern
role-developer = utvecklare
    .definite = utvecklaren
role-data_protection_officer = dataskyddsombud
    .definite = dataskyddsombudet
role-controller = personuppgiftsansvarig (företrädare)
    .definite = den personuppgiftsansvarige (företrädare)
role-operations_manager = verksamhetschef
    .definite = verksamhetschefen
role-communications = kommunikation
    .definite = kommunikation
role-system_owner = systemägare
    .definite = systemägaren
role-archivist = arkivarie eller registrator
    .definite = arkivarien eller registratorn
role-decision_maker = beslutsfattare
    .definite = beslutsfattaren

## Kinds

audit-kind-before_use = Bedömning före användning
audit-kind-on_change = Bedömning inför en ändring
audit-kind-periodic = Återkommande bedömning
audit-kind-retrospective = Bedömning i efterhand
audit-kind-illustration = Illustration
system-kind-risk_selection = riskbaserat urval
system-kind-network = nätverksanalys
system-kind-automated_decision = automatiserat beslutsfattande
system-kind-document_interpretation = dokumenttolkning
system-kind-masking = maskning av personuppgifter
system-kind-synthetic_data = syntetiska testdata
system-kind-human_oversight = mänsklig kontroll
system-kind-decision_support = beslutsstöd
system-kind-other = annat
design-full = åtgärd och utfall är kända för alla
design-full-no-outcome = åtgärden är känd för alla; underlaget har inget utfall
design-two_arm = ett modellurval och ett slumpurval
design-weighted = kända urvalssannolikheter eller vikter
design-selected_only = utfallet är känt bara för de utvalda
pack-kind-statute = Lag
pack-kind-supervision = Praxis och tillsyn
pack-kind-case_law = Praxis och tillsyn
pack-kind-standard = Frivilliga standarder och vägledning
pack-kind-guidance = Frivilliga standarder och vägledning
pack-kind-internal = Myndighetens egna regler
pack-kind-optional = Tillägg utan rättslig ställning
scale-difference = skillnad
scale-level = nivå
scale-ratio = kvot
scale-odds_ratio = oddskvot
scale-standardised = standardiserad skillnad
arm-model = modellurval
arm-random = slumpurval
arm-validated = kontrollerad grupptillhörighet
group-rest = övriga
group-overall = alla
group-pool = hela populationen
group-errors = alla med utfallet
group-selected = alla utvalda
group-missing = uppgift saknas
group-unknown = grupp okänd
group-all = alla
group-all_groups = alla grupper
group-whole = hela gruppen
group-single = grupper efter { $attribute }
known-group = som uppgift i data
known-membership = som sannolikheter
nature-real = verkliga ärenden
nature-simulated = simulerade data
nature-synthetic = syntetiska data
milestone-margin = dagen då marginalen sattes
milestone-results = dagen då den här bedömningens resultat först fanns
milestone-decision = dagen då beslutet fattades
milestone-use = systemets första dag i bruk
yes = ja
no = nej
and = och
no-data = uppgift saknas

## Metrics: every entry of the registry

metric-true_positives = antal utvalda med utfallet
    .explain = Antalet som valdes ut och hade utfallet.
    .caution = Jämför inte antal mellan grupper: de följer gruppernas storlek.
metric-false_positives = antal utvalda utan utfallet
    .explain = Antalet som valdes ut och inte hade utfallet.
    .caution = Jämför inte antal mellan grupper: de följer gruppernas storlek.
metric-false_negatives = antal inte utvalda med utfallet
    .explain = Antalet som inte valdes ut men hade utfallet.
    .caution = Jämför inte antal mellan grupper: de följer gruppernas storlek.
metric-true_negatives = antal inte utvalda utan utfallet
    .explain = Antalet som inte valdes ut och inte hade utfallet.
    .caution = Jämför inte antal mellan grupper: de följer gruppernas storlek.
metric-group_share = gruppens andel
    .explain = Hur stor del av alla, eller av alla utvalda, som hör till gruppen; beskriver, avgör inte.
metric-representation = andel av de utvalda mot andel av alla
    .explain = Gruppens andel av de utvalda jämförd med dess andel av alla.
    .caution = Beskriver bara: den säger detsamma som andelen utvalda mot allas, och avgör inget.
metric-class_imbalance = gruppens storlek mot de övrigas
    .explain = Hur mycket fler de övriga är än gruppen, som del av alla: 0 är hälften var, 1 att ingen hör till gruppen.
    .caution = Det säger hur stor gruppen är, inget om hur systemet behandlar den.
metric-representativeness = hur underlaget speglar den avsedda befolkningen
    .explain = Gruppens andel av underlaget minus dess andel av den befolkning som systemet är avsett för, i den senares standardavvikelser.
    .formula = Andelen bland ärenden vars grupp är känd, minus den avsedda andelen; delat med roten ur den avsedda andelen gånger ett minus den.
    .caution = Beskriver bara. En grupp utan ärenden visas, eftersom det är just det som ska synas; utan avsedd andel finns inget tal.
metric-missing_share = andel saknade uppgifter
    .explain = Hur stor del av gruppens ärenden som saknar utfall eller poäng; och hur stor del av alla som saknar uppgift om gruppen själv.
    .formula = Ärenden utan uppgiften delat med alla ärenden; av två urvalsvägar i var och en för sig.
    .caution = En saknad uppgift räknas aldrig som nekande. Där mer saknas i en grupp säger dess andra tal mindre.
metric-missing_share-outcome = andel utan känt utfall
metric-missing_share-score = andel utan poäng
metric-base_rate = felandel i hela gruppen
    .explain = Hur vanligt utfallet är i hela gruppen, oavsett modellen.
    .caution = En skillnad här handlar om verkligheten eller om vad som upptäckts, inte om besluten.
metric-selection_rate = andel utvalda
    .explain = Hur stor del av gruppen som valdes ut.
    .caution = Kvoten mellan andelar utvalda säger inget om kvoten mellan andelar inte utvalda; visa båda.
metric-non_selection_rate = andel inte utvalda
    .explain = Hur stor del av gruppen som inte valdes ut.
metric-true_positive_rate = andel upptäckta fel
    .explain = Hur stor del av dem med fel som valdes ut.
metric-false_positive_rate = andel utan fel som valdes ut
    .explain = Hur stor del av dem utan fel som ändå valdes ut.
metric-true_negative_rate = andel utan fel som lämnades i fred
    .explain = Hur stor del av dem utan fel som inte valdes ut.
    .caution = Skillnaden är den omvända av den för andelen utan fel som valdes ut; kvoten är det inte.
metric-false_negative_rate = andel missade fel
    .explain = Hur stor del av dem med fel som inte valdes ut.
    .caution = Skillnaden är den omvända av den för andelen upptäckta fel; kvoten är det inte.
metric-positive_predictive_value = träffsäkerhet
    .explain = Hur stor del av de utvalda och kontrollerade som hade fel.
metric-negative_predictive_value = andel utan fel bland inte utvalda
    .explain = Hur stor del av de inte utvalda som inte hade fel.
metric-false_discovery_rate = andel utan fel bland utvalda
    .explain = Hur stor del av de utvalda och kontrollerade som inte hade fel.
metric-false_omission_rate = andel fel bland inte utvalda
    .explain = Hur stor del av de inte utvalda som hade fel.
metric-accuracy = andel rätt
    .explain = Hur stor del av alla ärenden som modellen bedömde rätt; säger lite när fel är ovanliga.
    .caution = Döljer fel åt motsatta håll: två grupper kan ha samma andel rätt och drabbas olika.
metric-balanced_accuracy = balanserad andel rätt
    .explain = Medelvärdet av andelen upptäckta fel och andelen utan fel som lämnades i fred.
metric-f1_score = F1
    .explain = Sammanvägning av träffsäkerhet och andel upptäckta fel; 1 är bäst.
    .caution = Beror på hur vanligt utfallet är; jämför inte grupper där det är olika vanligt.
metric-jaccard_index = överlappning (Jaccard)
    .explain = Utvalda med fel som del av alla som är utvalda eller har fel.
metric-matthews_correlation = samband mellan urval och utfall
    .explain = Hur väl urval och utfall följs åt; 0 är inte alls, 1 är helt.
    .formula = Korrelationen mellan att vara utvald och att ha utfallet, båda räknade som 0 eller 1.
metric-cohen_kappa = samstämmighet (kappa)
    .explain = Hur ofta urval och utfall stämmer överens utöver slumpen.
    .formula = Andelen som stämmer överens, minus den som slumpen skulle ge, delat med det mesta som går utöver slumpen.
metric-youden_j = Youdens index
    .explain = Andelen upptäckta fel plus andelen utan fel som lämnades i fred, minus 1.
metric-positive_likelihood_ratio = sannolikhetskvot för utvalda
    .explain = Andelen upptäckta fel delad med andelen utan fel som valdes ut.
metric-negative_likelihood_ratio = sannolikhetskvot för inte utvalda
    .explain = Andelen missade fel delad med andelen utan fel som lämnades i fred.
metric-predicted_to_observed_ratio = utvalda per utfall
    .explain = Antalet utvalda delat med antalet som har utfallet.
metric-error_balance = missade fel av alla felbedömningar
    .explain = Missade fel som del av alla ärenden som bedömdes fel.
    .caution = Säger inget om hur många felen är.
metric-lift = vinst mot slump
    .explain = Hur mycket oftare modellens urval träffar fel än ett slumpurval.
    .formula = Träffsäkerheten delad med hur vanligt utfallet är i hela gruppen.
metric-true_positive_share = utvalda med utfallet, av alla
    .explain = De som valdes ut och hade utfallet, som del av alla.
metric-false_positive_share = utvalda utan utfallet, av alla
    .explain = De som valdes ut utan att ha utfallet, som del av alla.
metric-false_negative_share = inte utvalda med utfallet, av alla
    .explain = De som inte valdes ut men hade utfallet, som del av alla.
metric-true_negative_share = inte utvalda utan utfallet, av alla
    .explain = De som inte valdes ut och inte hade utfallet, som del av alla.
metric-burden_ratio = kontrollerade utan fel per 1 000 med fel
    .explain = Hur många som kontrolleras i onödan för varje tusen som hade fel.
    .formula = Antalet utvalda utan utfallet delat med antalet utvalda med det; i rapporten gånger tusen.
metric-excess_selected = antal utvalda utöver lika andel
    .explain = Hur många fler i gruppen som valdes ut än om andelen hade varit jämförelsegruppens.
metric-equalized_odds = lika felfördelning
    .explain = Den största av skillnaderna i andel upptäckta fel och i andel utan fel som valdes ut.
    .caution = Utslaget är det som dess två delar ger tillsammans; talet självt prövas inte.
metric-average_odds = genomsnittlig skillnad i felandelar
    .explain = Medelvärdet av de två skillnaderna; motsatta tecken tar ut varandra.
    .caution = Ett värde nära 0 visar inte lika behandling: motsatta skillnader tar ut varandra.
metric-average_absolute_odds = genomsnittligt avstånd mellan felandelar
    .explain = Medelvärdet av de två skillnadernas storlek.
metric-predictive_parity = lika träffsäkerhet
    .explain = Den största av skillnaderna i träffsäkerhet bland utvalda och bland inte utvalda.
    .caution = Ordet används ofta om träffsäkerheten ensam; här ingår båda.
metric-average_predictive_value = genomsnittlig skillnad i prediktiva värden
    .explain = Medelvärdet av skillnaderna i träffsäkerhet och i andel fel bland inte utvalda; motsatta tecken tar ut varandra.
    .caution = Ges där planen ber om det. Det har inget med kalibrering att göra, som det ibland kallas; ett värde nära 0 visar inte lika behandling.
metric-generalised_equalized_odds = största skillnaden i medelpoäng vid samma utfall
    .explain = Den största av skillnaderna i medelpoäng bland dem med utfallet och bland dem utan.
    .caution = Ges där planen ber om det; de två skillnaderna har själva gränser.
metric-breslow_day_homogeneity = test av om ett mått passar alla slags ärenden
    .explain = Hur ovanliga så stora olikheter mellan ärendeslag vore om oddskvoten var densamma i alla.
    .formula = Avvikelserna från det antal som en enda oddskvot skulle ge, i kvadrat och delade med sin varians, summerade över ärendeslagen.
    .caution = Ett högt p visar inte att skillnaden är lika stor överallt.
metric-demographic_disparity = andel av de inte utvalda mot andel av de utvalda
    .explain = Gruppens andel av de inte utvalda minus dess andel av de utvalda.
    .caution = Beror på hur stor del som väljs ut; beskriver, avgör inte.
metric-conditional_demographic_disparity = samma jämförelse bland jämförbara ärenden
    .explain = Gruppens andel av de inte utvalda minus dess andel av de utvalda, vägd över ärendeslag.
metric-adjusted_odds = oddskvot bland ärenden som är lika i faktorerna
    .explain = Oddset i gruppen delat med oddset i jämförelsegruppen, när faktorerna hålls lika med en regression.
    .formula = Talet e upphöjt till gruppens koefficient i en logistisk regression på gruppen och faktorerna.
    .caution = En oddskvot är inte en kvot mellan andelar. Faktorer som själva bär skillnaden döljer den.
metric-overlap = andel med jämförbara ärenden
    .explain = Hur stor del av gruppens ärenden som har motsvarigheter i jämförelsegruppen, lika i faktorerna.
metric-gap_composition = följer med skillnader i faktorerna
    .explain = Den del av den ojusterade skillnaden som följer med en annan sammansättning av ärenden; det säger inget om den är befogad.
    .caution = Räkning, inte orsak.
metric-gap_rates = kvarstår bland ärenden som är lika i faktorerna
    .explain = Den del av den ojusterade skillnaden som kvarstår bland ärenden som är lika i faktorerna.
    .caution = Räkning, inte orsak.
metric-gap_not_comparable = ligger hos ärenden utan motsvarighet
    .explain = Den del av den ojusterade skillnaden som ligger hos ärenden av ett slag som bara en av grupperna har.
    .caution = Räkning, inte orsak.
metric-mean_score = medelpoäng
    .explain = Poängens medelvärde i gruppen.
    .caution = Poäng utan angivet omfång har bara en ordning och inget medelvärde.
metric-score_quantile = poängkvantil
    .explain = Den lägsta poäng som så stor del av gruppen har högst: en tiondel, en fjärdedel, hälften, tre fjärdedelar, nio tiondelar.
    .caution = Poäng utan angivet omfång har ingen. Med få olika poäng hoppar den från en poäng till nästa.
metric-kolmogorov_smirnov = största avstånd mellan poängfördelningarna (Kolmogorov–Smirnov)
    .explain = Den största skillnad i andel utvalda mellan grupperna som något tröskelvärde alls skulle ge; inom en grupp mellan dem med och dem utan utfallet.
    .formula = Det största avståndet, över alla poäng, mellan andelen på eller under poängen i grupp och jämförelsegrupp. Inom en grupp: mellan dem med och dem utan utfallet.
    .caution = Är större än 0 redan av slumpen; ett utslag tas på skillnaden vid angivna trösklar.
metric-wasserstein_distance = avstånd mellan poängfördelningarna (Wasserstein)
    .explain = Hur långt från varandra gruppernas poäng i genomsnitt ligger, i poängens enhet; detsamma som den genomsnittliga skillnaden i andel utvalda över alla trösklar.
    .formula = Ytan mellan gruppernas fördelningsfunktioner; med rangordnade poäng ett tal mellan 0 och 1.
    .caution = Säger inte åt vilket håll; de två delarna med tecken står bredvid.
metric-at-threshold = andel med poängen { $threshold } eller mer
share-at-threshold = med poängen { $threshold } eller mer
metric-threshold_disparity_curve = skillnad vid varje tröskel
    .explain = Skillnaden i andel på eller över varje tröskelvärde.
metric-superiority = sannolikhet för högre poäng
    .explain = Hur ofta någon som dras slumpvis ur gruppen har högre poäng än någon som dras ur jämförelsegruppen, där lika räknas som hälften; 0,5 är lika ofta.
    .formula = Av alla par av en person ur gruppen och en ur jämförelsegruppen: andelen där den förra har högre poäng, plus hälften av andelen med lika.
metric-mean_score_given_outcome = medelpoäng för dem med och utan utfallet
    .explain = Poängens medelvärde för dem i gruppen som har utfallet, och för dem som inte har det.
    .caution = Skiljer sig åt mellan grupper där poängen är lika rätt men utfallet olika vanligt.
metric-population_stability_index = stabilitetsindex mellan grupperna
    .explain = Ett mått på hur olika gruppernas poäng fördelar sig på samma klasser; 0 är lika. Vad enbart slumpen skulle ge står bredvid.
    .formula = Skillnaden i andel i varje klass gånger logaritmen av andelarnas kvot, summerad; en halv läggs till varje antal.
    .caution = Tumreglerna 0,1 och 0,25 bortser från antalet ärenden.
metric-jensen_shannon_distance = avstånd mellan poängfördelningarna (Jensen–Shannon)
    .explain = Ett mått på hur olika gruppernas poäng fördelar sig på samma klasser; 0 är lika, 0,83 är inget gemensamt.
    .formula = Roten ur medelvärdet av båda fördelningarnas avvikelse från deras medelfördelning, med naturlig logaritm.
    .caution = Växer med antalet klasser och är större än 0 redan av slumpen.
metric-total_variation_distance = andel av poängen som skiljer (total variation)
    .explain = Hur stor del av gruppen som skulle behöva en annan poäng för att de två grupperna skulle ha samma fördelning.
    .formula = Hälften av summan av skillnaderna i andel över alla klasser, utan tecken.
    .caution = Växer med antalet klasser och är större än 0 redan av slumpen.
metric-hellinger_distance = avstånd mellan poängfördelningarna (Hellinger)
    .explain = Ett mått på hur olika gruppernas poäng fördelar sig på samma klasser; 0 är lika, 1 är inget gemensamt.
    .formula = Roten ur 1 minus summan av roten ur produkten av andelarna i varje klass.
    .caution = Växer med antalet klasser och är större än 0 redan av slumpen.
metric-auc = rangordningsförmåga (AUC)
    .explain = Hur ofta modellen ger ett ärende med fel högre poäng än ett utan; 0,5 är slump, 1 är alltid.
    .formula = Av alla par av ett ärende med utfallet och ett utan: andelen där det förra har högre poäng, plus hälften av andelen med lika.
    .caution = Lika värden visar inte lika behandling: var grupperna ligger i förhållande till varandra syns inte. Bland utvalda blir det för lågt.
metric-xauc = rangordning över gruppgränsen (xAUC)
    .explain = Hur ofta någon i gruppen med utfallet har högre poäng än någon i jämförelsegruppen utan det; jämför med det omvända.
    .caution = Skiljer sig åt av olika vanliga utfall även när poängen stämmer.
metric-bpsn_auc = övriga med utfallet över gruppen utan det
    .explain = Hur ofta någon annan med utfallet har högre poäng än någon i gruppen utan det; lågt betyder att falska larm drabbar gruppen.
    .caution = Skiljer sig åt av olika vanliga utfall även när poängen stämmer.
metric-bnsp_auc = gruppen med utfallet över övriga utan det
    .explain = Hur ofta någon i gruppen med utfallet har högre poäng än någon annan utan det; lågt betyder att gruppens ärenden med utfallet missas.
    .caution = Skiljer sig åt av olika vanliga utfall även när poängen stämmer.
metric-abroca = ytan mellan ROC-kurvorna
    .explain = Hur långt från varandra gruppernas rangordningsförmåga ligger över alla trösklar; större än 0 redan av slumpen, och vad slumpen skulle ge står bredvid.
    .formula = Ytan mellan de två gruppernas kurvor över andel upptäckta mot andel felaktigt utvalda, utan tecken.
    .caution = Säger inte vilken grupp som rangordnas bättre.
metric-average_precision = genomsnittlig träffsäkerhet
    .explain = Medelvärdet av träffsäkerheten över alla ärenden med utfallet, från högsta poäng och nedåt; av slumpen är den lika stor som andelen med utfallet, så grupper kan inte jämföras rakt av.
    .formula = Träffsäkerheten vid varje poäng, vägd med hur mycket andelen upptäckta ökar där, summerad från högsta poäng och nedåt.
    .caution = Jämför inte grupper direkt: slumpnivån är gruppens egen andel med utfallet, och den står bredvid.
metric-precision_at_capacity = träffsäkerhet vid full kapacitet
    .explain = Av gruppens ärenden bland de k första efter poäng: andelen med utfallet.
metric-recall_at_capacity = andel funna vid full kapacitet
    .explain = Av gruppens ärenden med utfallet: andelen som finns bland de k första efter poäng.
metric-skew_at_k = snedhet bland de k första
    .explain = Logaritmen av gruppens andel av de k första delad med dess andel av alla; 0 är lika stor del, över 0 är större.
    .caution = Säger detsamma som gruppens andel av listan mot dess andel av alla, bara på logaritmisk skala.
metric-exposure = synlighet i listan
    .explain = Hur högt gruppen står i listan efter poäng: medelvärdet av platsernas vikter, där plats 1 väger 1, plats 3 hälften och plats 7 en tredjedel.
    .caution = Passar listor som läses uppifrån. Där listan kapas vid en gräns säger andelen bland de k första mer.
metric-list_divergence = hur ojämnt gruppen är spridd i listan
    .explain = Hur långt gruppens andel av de första i listan ligger från dess andel av alla, vägt över alla platser; 0 är jämn spridning. Utan tecken: om gruppen står högt eller lågt sägs inte.
    .formula = För varje plats: hur gruppens andel så långt avviker från dess andel av alla (Kullback–Leibler), vägd med 1 genom tvålogaritmen av platsen plus 1, delat med vikternas summa. Två andra sätt läser bara var tionde plats.
    .caution = Passar listor som läses uppifrån; större än 0 redan av slumpen.
metric-calibration_in_the_large = genomsnittlig avvikelse
    .explain = Om poängen i genomsnitt ligger för högt eller för lågt.
    .formula = Andelen med utfallet minus medelpoängen; över 0 är poängen för låga.
    .caution = Ett värde nära 0 visar inte att poängen stämmer: fel åt båda håll tar ut varandra.
metric-observed_expected_ratio = utfall delat med förväntat
    .explain = Antalet med utfallet delat med summan av poängen; 1 är rätt.
    .caution = Ett värde nära 1 visar inte att poängen stämmer: fel åt båda håll tar ut varandra.
metric-calibration_slope = poängens spridning
    .explain = Om höga poäng är för höga och låga för låga, eller tvärtom; 1 är rätt.
    .formula = Lutningen i en logistisk regression av utfallet på poängens logodds; under 1 är poängen för ytterliga.
metric-brier_score = sammanlagt fel (Brier)
    .explain = Ett mått på poängens fel; 0 är bäst.
    .formula = Medelvärdet av poängen minus utfallet (1 eller 0), i kvadrat.
    .caution = Jämför inte grupper där utfallet är olika vanligt: det blir lägre där utfallet är ovanligt.
metric-expected_calibration_error = genomsnittligt fel i poängen
    .explain = Hur långt poängen i genomsnitt ligger från verklig andel fel.
    .formula = Avståndet mellan medelpoäng och andel med utfallet i var och en av tio klasser, vägt med klassens antal.
    .caution = Jämför inte grupper av olika storlek och sätt ingen marginal på det: brus ensamt ger ett tal över 0, och det står bredvid. Med bruset borttaget kan det bli under 0.
metric-maximum_calibration_error = största fel i poängen
    .explain = Det största avståndet mellan medelpoäng och faktisk andel i någon av tio lika breda klasser. Det avgörs ofta av en liten klass; antalet är klassens.
    .caution = Jämför inte grupper: gränserna vet inte att klassen valdes för att den var värst.
metric-calibration_intercept = poängens nivå
    .explain = Om poängen ligger för högt (under 0) eller för lågt (över 0), räknat i logaritmen av oddset; 0 är rätt.
    .formula = Konstanten i en logistisk regression av utfallet på poängens logodds, med lutningen satt till 1.
metric-calibration_intercept_with_slope = poängens nivå vid fri spridning
    .explain = Nivån som hör till den skattade spridningen; kan inte läsas för sig.
    .formula = Konstanten i samma regression som ger spridningen.
metric-smooth_calibration_error = utjämnat fel i poängen
    .explain = Hur långt poängen i genomsnitt ligger från verklig andel fel, utjämnat längs poängen i stället för delat i klasser.
    .formula = Poäng minus utfall, utjämnat längs poängen med en kärna vars bredd är måttets eget värde; den utjämnade kurvans yta utan tecken.
    .caution = Jämför inte grupper av olika storlek: brus ensamt ger ett tal över 0.
metric-cumulative_calibration_error = hopräknat fel i poängen
    .explain = Hur mycket utfall och poäng som mest skiljer sig åt när avvikelserna räknas ihop från låg till hög poäng.
    .formula = Utfall minus poäng, delat med antalet, hopräknat från lägsta poäng; summans högsta värde minus dess lägsta.
metric-log_loss = logförlust
    .explain = Hur osannolika utfallen var enligt poängen; 0 är bäst.
    .formula = Minus medelvärdet av logaritmen av den chans som poängen gav det som hände.
    .caution = Jämför inte grupper där utfallet är olika vanligt: det blir lägre där utfallet är ovanligt.
metric-brier_score_miscalibration = sammanlagt fel: felaktig nivå
    .explain = Den del av Brierpoängen som försvinner om poängen ersätts med den verkliga andelen vid samma poäng.
metric-brier_score_discrimination = sammanlagt fel: särskiljning
    .explain = Hur mycket poängen, rätt nivåsatt, minskar Brierpoängen jämfört med att alla får samma poäng.
metric-brier_score_uncertainty = sammanlagt fel: osäkerhet
    .explain = Brierpoängen om alla hade fått gruppens andel som poäng.
metric-log_loss_miscalibration = logförlust: felaktig nivå
    .explain = Den del av logförlusten som försvinner om poängen ersätts med den verkliga andelen vid samma poäng.
metric-log_loss_discrimination = logförlust: särskiljning
    .explain = Hur mycket poängen, rätt nivåsatt, minskar logförlusten jämfört med att alla får samma poäng.
metric-log_loss_uncertainty = logförlust: osäkerhet
    .explain = Logförlusten om alla hade fått gruppens andel som poäng.
metric-reliability_curve = tillförlitlighetskurva
    .explain = Verklig andel fel vid varje poäng; diagonalen är rätt.
metric-spiegelhalter_z = Spiegelhalters test
    .explain = Om Brierpoängen är större än den skulle vara om poängen stämde, i standardavvikelser.
    .formula = Brierpoängen minus den som poängen själv utlovar, delat med dess standardavvikelse.
    .caution = Avgör inget: blint där fel under och över en halv tar ut varandra.
metric-hosmer_lemeshow = Hosmer–Lemeshows test
    .explain = Hur mycket utfallen avviker från poängen i ungefär tio lika stora klasser. Räknas bara om planen begär det: det beror på klasserna, märker lite i små grupper och underkänner allt i stora.
    .formula = I varje klass: utfall minus väntat antal, i kvadrat, delat med variansen; summerat över klasserna.
    .caution = Ett p över 0,05 visar inte att poängen stämmer.
metric-calibration_group_effect = gruppens effekt när poängen tas på orden
    .explain = Logaritmen av oddskvoten för utfallet mellan grupp och jämförelsegrupp vid lika poäng, om poängen tas på orden; 0 är ingen skillnad.
    .formula = Gruppens koefficient i en logistisk regression av utfallet där poängens logodds ingår med lutningen 1.
    .caution = Skilj det från skillnaden i utfall vid lika poäng: fel som är lika för alla slår olika på olika poäng.
metric-calibration_interaction = olika spridning av poängen
    .explain = Skillnaden i poängens spridning mellan grupperna, med test av om nivå och spridning skiljer sig.
    .formula = Skillnaden mellan gruppernas lutningar i en logistisk regression av utfallet på poängens logodds.
metric-cumulative_calibration_difference = skillnad i utfall vid lika poäng
    .explain = Andelen med utfallet i gruppen minus andelen i jämförelsegruppen vid samma poäng, i genomsnitt över gruppens poäng.
metric-group_calibration_gap = avstånd mellan gruppernas kurvor
    .explain = Hur långt andelen med utfallet i genomsnitt ligger från jämförelsegruppens vid samma poäng, utan tecken.
    .formula = Avståndet mellan gruppernas stigande kurvor över andel med utfallet, i genomsnitt över de poäng som båda har.
metric-multicalibration_error = största hopräknade felet bland grupperna
    .explain = Det största hopräknade felet i poängen bland de korsade grupperna, i standardavvikelser.
    .formula = Det hopräknade felet i poängen delat med sin standardavvikelse, i den grupp där det är störst.
    .caution = Blir stort för småsaker i en mycket stor grupp; läs felets egen storlek bredvid.
metric-homogeneity_test = test av om grupperna alls skiljer sig
    .explain = Hur ovanligt ett så stort utslag vore om alla grupper hade samma andel.
    .formula = Chi-två-summan över gruppernas andelar; är väntade antal små dras grupperna om bland samma ärenden.
    .caution = p beror på antalet ärenden och säger inget om hur stor skillnaden är.
metric-disparity_change = förändring av skillnaden
    .explain = Skillnaden nu minus skillnaden i utgångsläget.
metric-rate_change = förändring av andelen
    .explain = Andelen nu minus andelen i utgångsläget.
metric-proxy_strength = hur väl uppgifterna förutsäger grunden
    .explain = Hur väl modellens uppgifter, en och en eller tillsammans, kan förutsäga en skyddad grund; 0,5 är slump, 1 är säkert.
    .formula = Ytan under kurvan för den femtedel av ärendena som i tur och ordning hölls utanför: ur hur vanlig gruppen är där uppgifterna är desamma, eller ur en logistisk regression på uppgifterna med ett litet straff (ridge), den som ger störst yta.
metric-proxy_auc = hur väl sannolikheterna pekar ut gruppen (AUC)
    .explain = Hur ofta en medlem har högre sannolikhet än en som inte är medlem; 0,5 är slump, 1 är alltid.
    .caution = Säger inget om hur fel de vägda andelarna blir.
metric-proxy_brier_score = sannolikheternas medelkvadratfel
    .explain = Medelvärdet av det kvadrerade avståndet mellan sannolikheten och den verkliga gruppen; 0 är rätt överallt.
    .formula = Medelvärdet av sannolikheten minus verkligheten (1 eller 0), i kvadrat.
metric-proxy_calibration_in_the_large = gruppens andel minus medelsannolikheten
    .explain = Om sannolikheterna i genomsnitt är för höga (under 0) eller för låga (över 0).
metric-proxy_error = den vägda skattningens fel
    .explain = Den vägda skattningen minus andelen i den verkliga gruppen, där den är känd.
    .caution = Gäller de ärenden där gruppen är känd; säger inget om andra.
metric-group_population_estimate = skattat antal i gruppen
    .explain = Gruppens antal i populationen, skattat ur slumpurvalet.
    .formula = Gruppens andel av slumpurvalet gånger populationens storlek.
metric-checking_rate = andel kontrollerade av de utvalda
    .explain = Hur stor del av de utvalda som har ett känt utfall. Den som inte kontrollerats men som planen räknar till ett utfall syns inte här.
    .caution = Är den olika för grupperna kan det som bygger på kontrollerade ärenden vara snett.
metric-model_arm_share = andel valda av modellen
    .explain = Hur stor del av gruppens kontrollerade ärenden som modellen valde.

## What the share is of: stands after "andelen" / "the share"

share-selection_rate = { $stage }
share-non_selection_rate = som inte var { $stage }
share-base_rate = med utfallet { $outcome }
share-positive_predictive_value = med utfallet { $outcome } bland dem som var { $stage }
share-false_discovery_rate = utan utfallet { $outcome } bland dem som var { $stage }
share-negative_predictive_value = utan utfallet { $outcome } bland dem som inte var { $stage }
share-false_omission_rate = med utfallet { $outcome } bland dem som inte var { $stage }
share-true_positive_rate = { $stage } bland dem med utfallet { $outcome }
share-false_positive_rate = { $stage } bland dem utan utfallet { $outcome }
share-true_negative_rate = som inte var { $stage } bland dem utan utfallet { $outcome }
share-false_negative_rate = som inte var { $stage } bland dem med utfallet { $outcome }
share-missing_share-outcome = ärenden utan känt utfall
share-missing_share-score = ärenden utan poäng
share-checking_rate = ärenden med känt utfall bland dem som var { $stage }

## Notes: why a number is missing, bounded or to be read with care (methods/README.md)

note-no_cases = det finns inga ärenden att räkna på
note-no_positives = inget av de ärenden som räknas här har utfallet
note-no_negatives = alla ärenden som räknas här har utfallet
note-none_selected = ingen i gruppen är i steget
note-all_selected = alla i gruppen är i steget
note-no_events = andelen är noll i båda grupperna; kvoten finns inte
note-reference_has_no_events = andelen är noll i jämförelsegruppen; kvoten har bara en nedre gräns
note-zero_cell = ett antal i tabellen är noll; oddskvoten, eller logaritmen av en kvot, har bara gränser
note-unbounded = intervallet saknar gräns åt ena hållet
note-margins_leave_no_freedom = alla eller ingen har utfallet; underlaget kan inte säga något
note-clipped = ett tal är avkortat vid gränsen för vad det kan vara
note-effective_n_capped = det effektiva antalet är satt till antalet rader
note-weighted = testet gäller inte för viktade data
note-weights_too_uneven = vikterna är för ojämna för att avgöra något
note-single_unit_stratum = ett urvalsstratum har bara en enhet; osäkerheten kan inte räknas
note-cluster_variance_assumed = sambandet inom kluster är antaget i planen, inte mätt
note-few_clusters = för få oberoende kluster för att avgöra något
note-group_absent = gruppen finns i planen men inte i data
note-single_group = egenskapen har bara en grupp; det finns inget att jämföra med
note-reference_absent = jämförelsegruppen finns inte i data
note-groups_left_out = grupper utan värde är inte med i sammanfattningen
note-outcome_missing = ärenden utan känt utfall är inte med
note-outcome_only_for_selected = utfallet är känt bara för de utvalda
note-not_defined_for_design = undersökningens upplägg eller data ger inte måttet
note-not_identified = ärendena kan inte jämföras: ingen ärendegrupp har båda grupperna
note-impossible_estimate = skattningen hamnade utanför vad som är möjligt och visas inte
note-no_reference_cases_in_random_arm = slumpurvalet har inga ärenden ur gruppen; bara en gräns kan anges
note-tables_not_joined = skulle kräva tabeller som aldrig har kopplats ihop
note-tables_disagree = tabeller över samma personer har olika summor
note-suppressed_cells = antal var dolda eller avrundade när uppgifterna lämnades; talet ligger mellan de yttre gränserna
note-suppressed = dolt för att enskilda inte ska kunna kännas igen
note-bounds_only = bara yttre gränser kan anges
note-little_overlap = en del av ärendena saknar motsvarighet i den andra gruppen
note-strata_differ = skillnaden är olika stor för olika slags ärenden; ett enda tal passar inte alla
note-variance_not_estimable = osäkerheten kan inte räknas
note-variance_smoothed = osäkerheten är utjämnad för små antal
note-collinear = en faktor som följer av de andra är utelämnad
note-separation = poängen eller faktorerna skiljer utfallen helt åt
note-too_few = färre än 20 händelser eller icke-händelser i en grupp
note-too_few-means = färre än 20 ärenden i en grupp, eller för få för gränserna kring ett medelvärde när poängen är så snett fördelade
note-too_few_events = för få händelser för ett tillförlitligt värde
note-exact_guard = liten grupp: utfallet höll inte i det exakta testet
note-no_margin = planen har ingen marginal för jämförelsen
note-near_margin = värdet ligger inom ett medelfel från marginalen: många gånger så många ärenden skulle behövas, fler ju fler jämförelser som prövas tillsammans, och något antal kan inte anges
note-not_detectable = med så få ärenden hade jämförelsen inte kunnat avgöras, hur stor skillnaden än hade varit
note-multiplicity = en jämförelse för sig hade lästs annorlunda; utslaget tar hänsyn till att de är flera
note-exploratory-inside = utforskande: en utforskande jämförelse bedöms aldrig ligga inom marginalen
note-exploratory-several = utforskande: när hänsyn tas till hur många jämförelserna är räcker underlaget inte för att avgöra
note-known-no_positives = ingen vars grupp är känd hör till gruppen
note-known-no_negatives = alla vars grupp är känd hör till gruppen
note-known-too_few_events = för få vars grupp är känd hör till gruppen, eller utanför den, för ett säkert värde
note-p_at_most = p-värdet är mindre än vad som kan skrivas
note-bootstrap_undefined = måttet fanns inte i för många av omdragningarna
note-not_a_probability_score = poängen är inte angiven som en sannolikhet
note-score_constant = alla ärenden har samma poäng
note-log_infinite = poäng på 0 eller 1, vars logodds är oändliga eller som utfallet motsäger
note-range_restricted = räknat bland de utvalda, där poängen är avskurna
note-empty_bins = några poängsteg saknar ärenden i den ena gruppen
note-ties_at_k = gränsen går mellan ärenden med samma poäng
note-binning_bound = poängen är indelade i steg; det sanna värdet ligger mellan de yttre gränserna
note-proxy_too_weak = ersättningsmåttet är för svagt
note-misclassification_inconsistent = ersättningsmåttets felandelar stämmer inte med data
note-maxima_not_unique = sannolikheterna går inte att skilja åt
note-proxy_not_calibrated = sannolikheterna stämmer inte med vad som är känt om gruppens andel: ur planen, eller från dem vars grupp är känd
note-unknown_membership = ärenden utan sannolikheter finns
note-cells_merged = små celler i ersättningsmåttet är sammanslagna
note-no_heterogeneity = cellerna skiljer sig inte mer än av slump
note-too_few_cells = för få celler för utjämnade värden
note-below_support = delgruppen är för liten för att sökas igenom
note-search_capped = sökningen gick inte till fullt djup
note-rare_events = händelserna är för få för mått på variation
note-immature = utfallen är ännu inte kända

## Warnings about the whole audit; where, and how many, is added by warning-place

warning-not_assessed_yet = Planen begär något som denna version av verktyget ännu inte räknar.
warning-duplicate_ids = Samma id förekommer flera gånger i data.
warning-near_duplicate_names = Två gruppnamn är nästan lika; de räknas som olika grupper.
warning-attribute_missing = Gruppen saknas för en del ärenden. De visas för sig och jämförs inte.
warning-attribute_missing-taken = En grupp heter som en markering för saknade värden. Den räknas som en grupp och jämförs; ange markeringen i data.format.missing om den betyder att inget är känt.
warning-decision_missing = Uppgift om steget saknas för en del ärenden. De ingår i populationen men inte i andelarna.
warning-decision_missing-arm = Kolumnen för urvalsväg innehåller värden som planen inte räknar upp, eller saknar värde. Dessa ärenden är i ingen urvalsväg.
warning-decision_unlisted = Stegets kolumn innehåller värden som planen inte räknar upp. De räknas som att ärendet inte är vid steget.
warning-score_missing = Poängen saknas för en del ärenden.
warning-score_missing-all = Planen anger en poäng, men den saknas för alla ärenden. Inget som kräver en poäng kan räknas ut.
warning-outcome_missing = Utfallet saknas för en del ärenden. De räknas aldrig som utan fel.
warning-outcome_missing-all = Planen anger ett utfall, men det saknas för alla ärenden. Inget som kräver ett utfall kan räknas ut.
warning-attributes_ignored = Egenskaper i data som planen inte nämner är inte bedömda.
warning-columns_ignored = Kolumner i data som planen inte nämner är inte lästa.
warning-facts_ignored = Planen anger ett faktum som inget inläst regelpaket frågar efter. Det påverkar ingenting.{ $has_near ->
        [yes] {" "}Menades { $near }?
       *[no] {""}
    }
warning-facts_ignored-word = Planen anger ordet { $word } för ett faktum, och inget regelpaket känner det ordet. Faktumet räknas som okänt och utesluter ingen bestämmelse.{ $has_near ->
        [yes] {" "}Menades { $near }?
       *[no] {""}
    }
warning-format_sniffed = Filens format är avläst, inte angivet i planen.
warning-names_escaped = Ett namn i data innehåller styrtecken; de visas med sin kod.
warning-worse_than_chance = Youdens index (andelen upptäckta fel minus andelen utan fel som valdes ut) ligger under 0 med hela sitt intervall: ärenden med utfallet väljs ut mer sällan än ärenden utan det.
warning-reference_small = Jämförelsegruppen { $group } hör inte till de två största grupperna; intervallen mot den är vidare än mot en större grupp.
warning-outcome_differs_by_arm = Utfallet betyder inte samma sak i alla urvalsvägar.
warning-overlap_not_recorded = Det framgår inte vilka i slumpurvalet som modellen också valde.
warning-margin_after_results = Marginalen sattes när resultaten redan var kända.
warning-membership_rescaled = Sannolikheter som inte summerade till 1 är omräknade.
warning-no_disclosure_control = Små tal är inte dolda. Rapporten är intern.
warning-comparisons_hidden = Avgörande jämförelser är dolda för att enskilda inte ska kunna kännas igen.
warning-gate_off = Spärrarna är avstängda, eftersom bedömningen är en illustration.
warning-law_pack_old = Ett regelpaket är läst långt före den dag det gäller.
warning-sealed_changed = Planen har ändrats sedan den låstes.
warning-several_versions = Systemet ändrades under perioden. Resultaten avser alla versionerna tillsammans.
warning-period_missing = En period saknas i serien.
warning-outcome_only_for_selected-arm = I slumpurvalet är utfallet bara känt för de utvalda. Det som slumpurvalet är till för, utfallen för de övriga, saknas: tal om alla ärenden som vilar på det säger inget om dem som inte valdes ut.
warning-tables_disagree = Tabellerna { $a } och { $b } gäller samma personer men har olika summor ({ $a } mot { $b }): { $totals }.
warning-tables_disagree-cases = ärenden { $a } mot { $b }
warning-tables_disagree-model = i modellurvalet { $a } mot { $b }
warning-tables_disagree-outcome = med utfallet { $a } mot { $b }
warning-groups_left_out-validated = Verkliga grupper som sannolikheterna inte har någon klass för räknas till ingen av grupperna.
warning-groups_left_out-totals = Kända andelar av alla ärenden finns bara för en del av grupperna. Sannolikheterna jämförs med de andelarna men räknas inte om efter dem. Grupper utan känd andel: { $groups }.
warning-not_defined_for_design-top = En lista med de { $k } första är längre än antalet ärenden som har poäng. Det finns inga tal för den.
warning-unknown_membership-key = Nyckeln för dessa ärenden finns inte i tabellen med sannolikheter. De får inga sannolikheter från den.
warning-cells_merged-cell = Ärenden i samma cell har olika sannolikheter. De tal som bygger på cellerna använder varje cells genomsnittliga sannolikhet.
warning-note = { $note }.
warning-place = ({ $place })
warning-value = { $value } ({ $count })
warning-values-other = andra värden ({ $count })
warning-count = antal: { $count }

## Sentences: evidence-map.md 1.3. Never stronger than this.

w-disp = { $adjusted ->
        [yes] Efter justering
       *[no] { $estimated ->
            [yes] Uppskattat ur underlaget
           *[no] I underlaget
        }
    } är andelen { $share } { $direction ->
        [higher] högre
       *[lower] lägre
    } bland { $group } ({ $p1 }) än bland { $reference } ({ $p2 }). { $scale ->
        [ratio] { $estimated ->
            [yes] Den uppskattade kvoten
           *[no] Kvoten
        }
        [odds_ratio] { $estimated ->
            [yes] Den uppskattade oddskvoten
           *[no] Oddskvoten
        }
       *[difference] { $estimated ->
            [yes] Den uppskattade skillnaden
           *[no] Skillnaden
        }
    }{ $apart ->
        [yes] , räknad på oavrundade tal,
       *[no] {""}
    } är { $d } ({ $level }-procentigt intervall: { $lo } till { $hi }) och ligger utanför den angivna marginalen ({ $m }). Uppgiften kan vara en omständighet av betydelse vid en bedömning av indirekt diskriminering. Om den är det, och om åtgärden kan motiveras, avgörs inte av detta verktyg.
w-disp-other = { $adjusted ->
        [yes] Efter justering
       *[no] { $estimated ->
            [yes] Uppskattat ur underlaget
           *[no] I underlaget
        }
    } är { $what } { $direction ->
        [higher] högre
       *[lower] lägre
    } för { $group } än för { $reference }. { $scale ->
        [ratio] { $estimated ->
            [yes] Den uppskattade kvoten
           *[no] Kvoten
        }
        [odds_ratio] { $estimated ->
            [yes] Den uppskattade oddskvoten
           *[no] Oddskvoten
        }
       *[difference] { $estimated ->
            [yes] Den uppskattade skillnaden
           *[no] Skillnaden
        }
    } är { $d } ({ $level }-procentigt intervall: { $lo } till { $hi }) och ligger utanför den angivna marginalen ({ $m }). Uppgiften kan vara en omständighet av betydelse vid en bedömning av indirekt diskriminering. Om den är det, och om åtgärden kan motiveras, avgörs inte av detta verktyg.
the-measure = måttet { $metric }
w-errs = Bland { $group } { $own ->
        [little] anger poängen i genomsnitt för lite, utfallet är vanligare än den säger
        [much] anger poängen i genomsnitt för mycket, utfallet är ovanligare än den säger
       *[right] stämmer poängen i genomsnitt
    } (andelen med utfallet minus medelpoängen: { $a }). Bland { $reference } { $other ->
        [little] anger den för lite
        [much] anger den för mycket
       *[right] stämmer den
    } ({ $b }).
the-share = andelen { $stage }
w-within = Underlaget talar för att { $adjusted ->
        [yes] den justerade skillnaden
       *[no] skillnaden
    } mellan { $group } och { $reference } i steget { $stage } är mindre än marginalen ({ $m }). Det gäller bara den undersökta populationen och perioden, de grupper som kunnat mätas och de steg som redovisas.
w-within-other = Underlaget talar för att { $adjusted ->
        [yes] den justerade skillnaden
       *[no] skillnaden
    } mellan { $group } och { $reference } i { $metric } är mindre än marginalen ({ $m }). Det gäller bara den undersökta populationen och perioden, de grupper som kunnat mätas och de steg som redovisas.
w-one-sided = Bara en nackdel för { $group } är bedömd.
w-one-sided-open = Underlaget talar mot en nackdel för { $group } jämfört med { $reference } utanför marginalen ({ $what }; marginal { $m }). Bara en nackdel för { $group } är bedömd. Intervallet ligger inte inom marginalen i den andra riktningen, och underlaget visar därför inte att { $reference } inte har det sämre. Det gäller bara den undersökta populationen och perioden, de grupper som kunnat mätas och de steg som redovisas.
w-one-sided-beyond = Enligt siffrorna är det { $reference } som har det sämre än { $group } ({ $what }): { $d }{ $ranged ->
        [yes] {" "}({ $level }-procentigt intervall: { $limits })
       *[no] {""}
    }, utanför marginalen ({ $m }). Planen frågar bara efter en nackdel för { $group }, och därför är detta inte bedömt. Att ingen nackdel för { $group } har påvisats betyder inte att det inte finns någon för { $reference }.
w-exploratory-inside = Skillnaden mellan { $group } och { $reference } ({ $what }) är { $d } ({ $level }-procentigt intervall: { $lo } till { $hi }), och intervallet ligger inom marginalen ({ $m }). Jämförelsen är utforskande, och en utforskande jämförelse bedöms aldrig ligga inom marginalen: utslaget kan bara vara att en skillnad är påvisad eller att ingenting är avgjort.
w-exploratory-several = Skillnaden mellan { $group } och { $reference } ({ $what }) är { $d } ({ $level }-procentigt intervall: { $lo } till { $hi }); marginalen är { $m }. Intervallet gäller jämförelsen för sig. När hänsyn tas till hur många jämförelserna är räcker underlaget inte för att avgöra. Jämförelsen är utforskande.
w-exploratory-more = Samma sak gäller { $n-n ->
        [one] ytterligare en utforskande jämförelse
       *[other] ytterligare { $n-words } utforskande jämförelser
    }: intervallet för sig skulle avgöra, men utslaget är öppet.
w-inc = Underlaget räcker inte för att avgöra om det finns en skillnad av betydelse för { $group }{ $adjusted ->
        [yes] {" "}efter justering
       *[no] {""}
    }.{ $detectable ->
        [yes] {" "}Den minsta skillnad som hade kunnat upptäckas är { $mde }.
        [none] {" "}Med så få ärenden hade jämförelsen inte kunnat avgöras, hur stor skillnaden än hade varit.
       *[unknown] {""}
    } Att ingen skillnad har påvisats betyder inte att det inte finns någon.
w-noout = Utfallet är känt bara för kontrollerade ärenden. Utan ett slumpmässigt urval eller giltiga vikter kan andelen missade fel och andelen utan fel som valdes ut inte jämföras mellan grupper.
w-direct = Modellen eller reglerna använder uppgiften { $input }, som { $link ->
        [concerns] avser
       *[associated] har ett mycket starkt samband med
    } { $ground }. Det kräver en rättslig bedömning oavsett de statistiska resultaten.
w-just = Myndigheten har angett { $parts } i bilaga { $annex }. Verktyget återger men prövar inte det som angetts. Följande mätvärden hör till: { $list }.
w-miss = { $n-n ->
        [one] Ställningstagande saknas
       *[other] Ställningstaganden saknas
    }: { $statement }. Ansvarig roll: { $role }.
w-miss-state = { $n-n ->
        [one] Ett ställningstagande räknas inte
       *[other] Ställningstaganden räknas inte
    } ({ $state }): { $statement }. Ansvarig roll: { $role }.
w-na = { $role } har bedömt att bestämmelsen inte är tillämplig: { $reason } ({ $date }).
w-ok = Det underlag som regelpaketet frågar efter finns. Det innebär inte att bestämmelsen är uppfylld.
w-date = Bestämmelsen ska tillämpas från och med den { $date }.{ $by ->
        [transition] {" "}Systemet togs i bruk före den { $cutoff }. För det gäller kraven först vid en betydande ändring av utformningen, dock senast den { $latest } (artikel 111.2 i AI-förordningen).
        [planned] {" "}Enligt bedömningsplanen tas systemet i bruk före den { $cutoff }. För det gäller kraven då först vid en betydande ändring av utformningen, dock senast den { $latest } (artikel 111.2 i AI-förordningen).
        [change] {" "}Systemet togs i bruk före den { $cutoff } och dess utformning ändras på ett betydande sätt den { $change }. För det gäller kraven från den dagen (artikel 111.2 i AI-förordningen).
       *[provision] {""}
    } Punkten redovisas som förberedelse.

## Sentences: report-outline.md 4

w-pool = Population: { $n } { $unit } som modellen { $before ->
        [yes] prövades
       *[no] tillämpades
    } på{ $form ->
        [year] {" "}under { $period }
        [days] {" "}under perioden { $period }
       *[none] {""}
    } ({ $pool }).
w-before = Uppgifterna visar vad som kan hända grupperna när systemet används, inte vad som har hänt eller kommer att hända en enskild.
w-natfreq = Av { $one-a ->
        [yes] { $of-a } ärende ({ $group })
       *[no] { $of-a } { $group }
    } är det { $a } som { $stage }. Av { $one-b ->
        [yes] { $of-b } ärende ({ $reference })
       *[no] { $of-b } { $reference }
    } är det { $b }.{ $estimated ->
        [yes] {" "}Båda talen är uppskattade.
       *[no] {""}
    }
w-natfreq-base = Av { $one-a ->
        [yes] { $of-a } ärende ({ $group })
       *[no] { $of-a } { $group }
    }{ $random ->
        [yes] {" "}i slumpurvalet
       *[no] {""}
    } har { $a } utfallet { $outcome }. Av { $one-b ->
        [yes] { $of-b } ärende ({ $reference })
       *[no] { $of-b } { $reference }
    } har { $b } det.{ $estimated ->
        [yes] {" "}Båda talen är uppskattade.
       *[no] {""}
    }
w-natfreq-share = { $estimated ->
        [arms] Uppskattad för hela populationen ur båda urvalen är andelen
       *[no] Andelen
    } { $share }{ $estimated ->
        [arms] {""}
       *[no] {" "}är
    } { $a } av { $of-a } bland { $group } och { $b } av { $of-b } bland { $reference }.{ $estimated ->
        [membership] {" "}Båda talen är uppskattade.
       *[no] {""}
    }
w-side = Enligt { $role } är { $stage } en nackdel. Det är { $group } som { $before ->
        [yes] skulle få
       *[no] har
    } det sämre.
w-side-favourable = Enligt { $role } är { $stage } en fördel. Det är { $group } som { $before ->
        [yes] skulle få
       *[no] har
    } det sämre.
w-side-metric = { $plan ->
        [yes] Enligt { $role } är det
       *[no] Här räknas det som
    } en nackdel när måttet { $metric } är { $harm ->
        [higher] högre
       *[lower] lägre
    }. Det är { $group } som { $before ->
        [yes] skulle få
       *[no] har
    } det sämre.
side-plan = bedömningsplanen
w-cover = Detta gäller { $k } av 7 diskrimineringsgrunder och { $s } av { $t } steg. Om övriga kan ingenting sägas.
w-notmeas = Inte mätt: { $what }. Skäl: { $reason }. Behövs: { $need }.
w-notmeas-unexplained = Inte mätt: { $what }.{ $asked ->
        [yes] {" "}Inget undertecknat skäl finns; det ska stå i { $statement }. Ansvariga roller: { $role }.
       *[no] {""}
    } Behövs: { $need }.
w-proxy = { $measure } används i stället för { $ground }. Måttet fångar inte allt som grunden omfattar.{ $membership ->
        [yes] {" "}Gruppen är uppskattad med sannolikheter, inte känd för varje person.
       *[no] {""}
    }
w-supp = { $n-n ->
        [one] En uppgift är dold för att enskilda inte ska kunna kännas igen. Den ingår i summorna.
       *[other] { $n-words } uppgifter är dolda för att enskilda inte ska kunna kännas igen. De ingår i summorna.
    }
w-stage = Uppgifter saknas för steget { $stage }. Skäl: { $reason }.
w-outdef = Utfallet { $outcome } betyder olika saker i { $arm1 } och { $arm2 }: { $description }. Jämförelser mellan dem är osäkra.
w-poolgap = Undersökningen omfattar inte alla som berörs: { $description }.
w-vers = Systemet ändrades under perioden{ $has_versions ->
        [yes] {" "}({ $versions })
       *[no] {""}
    }. Resultaten avser alla versionerna tillsammans.
w-inc-diff = { $adjusted ->
        [yes] En justerad skillnad
       *[no] En skillnad
    } finns i underlaget mellan { $group } och { $reference } ({ $what }): { $d }{ $apart ->
        [yes] , räknad på oavrundade tal
       *[no] {""}
    } ({ $level }-procentigt intervall: { $lo } till { $hi }). Det kan inte avgöras om den är större än marginalen ({ $m }).
not-made = Jämförelsen har inte kunnat göras: { $reason }.
limit-more = Och { $n } till, som står i tabellen nedan.
w-expl = { $n-n ->
        [one] En kombination av grupper har undersökts utforskande. Den avgör ingenting. Skillnaden för { $group } är { $d }.
       *[other] { $n-words } kombinationer av grupper har undersökts utforskande. De avgör ingenting. Störst är skillnaden för { $group } ({ $d }).
    }
w-mult = { $n-words } jämförelser är avgörande. Intervallen tar hänsyn till att de är flera ({ $method }).
w-mult-where = Av dem står { $adjusted } i avsnitt 6 (efter justering){ $errors-n ->
        [0] {""}
       *[other] , { $errors } i avsnitt 5
    }{ $here-n ->
        [0] . Ingen står i detta avsnitt.
       *[other] , { $here } i detta avsnitt.
    }
multiplicity-simultaneous = gemensamma intervall
multiplicity-holm = Holms metod
w-pers = Skillnaden har samma riktning i { $k } av { $n } { $n-n ->
        [one] period
       *[other] perioder
    }{ $trend ->
        [growing] ; den ökar
        [shrinking] ; den minskar
        [stable] ; den är stabil
       *[none] {""}
    }.
w-ppv = Bland { $one-a ->
        [yes] { $of-a } ärende ({ $group })
       *[no] { $of-a } { $group }
    } i modellurvalet vars utfall är känt är det { $a } som har utfallet { $outcome }, bland { $one-b ->
        [yes] { $of-b } ärende ({ $reference })
       *[no] { $of-b } { $reference }
    } { $b }. En skillnad i träffsäkerhet upphäver inte en skillnad i urval.
w-burden = För varje 1 000 utvalda med fel valdes { $a } utan fel ut bland { $group } och { $b } bland { $reference }.
w-burden-few = Bland { $group } valdes { $a } utan fel ut jämte { $with-a } med fel, bland { $reference } { $b } jämte { $with-b }.
w-ppv-selection = En skillnad i träffsäkerhet upphäver inte en skillnad i urval.
w-accdef = Fel är här { $definition }, fastställt av { $whom }. Det är inte detsamma som avsikt eller brott.
w-lift = Träffsäkerheten var { $a } i modellurvalet, och { $b } av slumpurvalet hade fel. Skillnaden är { $d } ({ $level }-procentigt intervall: { $lo } till { $hi }).
w-gain = För { $group }: bland dem som är { $stage } är andelen med utfallet { $outcome } { $d } gånger andelen i hela gruppen ({ $level }-procentigt intervall: { $limits }): { $verdict }.
w-gain-points = För { $group }: bland dem som är { $stage } är andelen med utfallet { $outcome }, minus andelen i hela gruppen, { $d } ({ $level }-procentigt intervall: { $limits }): { $verdict }.
w-label = { $p } av de fall modellen lärt sig av kommer från tidigare modellurval. Sådana uppgifter kan upprepa tidigare urval.
w-adj = Skillnaden är justerad för { $factors }. Den justerade skillnaden ersätter inte den ojusterade; den svarar på en annan fråga.
w-adj-several = Skillnaderna är justerade, var och en för sina faktorer ({ $list }). En justerad skillnad ersätter inte den ojusterade; den svarar på en annan fråga.
w-adj-one = efter { $attributes } för { $factors }
w-adj-none = Skillnaden skulle ha justerats för { $factors }, men det gick inte ({ $reason }).
w-adj-raw = Utan justering är skillnaden { $d } ({ $level }-procentigt intervall: { $lo } till { $hi }).
w-strata-differ = Skillnaden mellan { $group } och { $reference } är inte densamma överallt när ärenden delas upp efter { $factors }, så ett enda tal passar inte för alla.{ $known ->
        [yes] {" "}Störst är den här: { $stratum }, { $d } ({ $level }-procentigt intervall: { $limits }).{ $others ->
            [yes] {" "}I övrigt: { $rest }.
           *[no] {""}
        }
       *[no] {""}
    }
w-left-out = Utan faktorn { $factor } blir bedömningen en annan: { $list }{ $cut ->
        [yes] {" "}(och { $n } till, se tabellen)
       *[no] {""}
    }.
w-left-out-one = { $group } mot { $reference } ({ $what }), med faktorn ”{ $with }”, utan den ”{ $without }”
w-adj-hide = Faktorn { $factor } kan själv spegla { $ground }. Utan den är skillnaden { $d }.
w-tip = En okänd faktor skulle behöva { $description } för att förklara bort skillnaden.
w-cal = Bland dem som har { $one ->
        [yes] poängen { $from }
       *[no] poäng mellan { $from } och { $to }
    } { $why ->
        [threshold] (där ligger planens tröskel { $t })
        [near] (närmast planens tröskel { $t })
        [few] (där det är flest ärenden, av de poäng som har minst tjugo i båda grupperna; vid planens tröskel { $t } är de färre)
       *[most] (där det är flest ärenden, av de poäng som har minst tjugo i båda grupperna)
    } är det { $a } och { $b } som har utfallet { $outcome }.
w-cal-side = { $x } av { $n } { $group } ({ $value }; { $level }-procentigt intervall: { $lo } till { $hi })
w-cal-side-bare = { $x } av { $n } { $group } ({ $value })
w-cal-no = Poängen är ingen sannolikhet. Bara ordningen mellan ärenden kan bedömas.
w-cal-order = Poängen är ingen sannolikhet. Det som kan bedömas är ordningen mellan ärenden och utfallen vid lika poäng.
w-equal-score = Vid lika poäng skiljer sig andelen med utfallet { $outcome }, varje jämförelse för sig: { $list }.{ $others ->
        [yes] {" "}För övriga grupper visar underlaget ingen sådan skillnad, vilket inte betyder att det inte finns någon.
       *[no] {""}
    }
w-equal-score-none = Vid lika poäng visar underlaget ingen skillnad i utfall för någon grupp, vilket inte betyder att det inte finns någon.
w-equal-score-one = { $group } mot { $reference } { $d } ({ $level }-procentigt intervall: { $limits }{ $tested ->
        [yes] ; p { $p }
       *[no] {""}
    }){ $hidden ->
        [yes] {", "}en skillnad som testet längs poängskalan visar men inte summans intervall
       *[no] {""}
    }
w-joint = Tillsammans förutsäger uppgifterna { $ground } med rangordningsförmågan { $auc } (0,5 = slump, 1 = alltid rätt ordning).
w-joint-part = Tillsammans förutsäger de uppgifter som finns i underlaget ({ $k } av { $n }) { $ground } med rangordningsförmågan { $auc } (0,5 = slump, 1 = alltid rätt ordning).
w-relev = { $k-n ->
        [0] { $n-n ->
            [one] Den enda uppgiften har inget angivet sakligt samband.
           *[other] Ingen av de { $n } uppgifterna har ett angivet sakligt samband.
        }
       *[other] { $n-n ->
            [one] { $role } har angett ett sakligt samband för den enda uppgiften.
           *[other] { $role } har angett ett sakligt samband för { $k } av { $n } uppgifter.
        }
    }
w-noinput = Ingen lista över de uppgifter som modellen använder har lämnats. Punkten kan inte bedömas.
w-alt = Alternativet { $name } gav skillnaden { $d } och träffsäkerheten { $p }. Förlusten av träffsäkerhet ryms inom den som angetts i förväg.
w-alt-none = { $n-n ->
        [one] Det prövade alternativet gav inte mindre skillnad inom den angivna förlusten. Andra alternativ kan finnas.
       *[other] Inget av de { $n } prövade alternativen gav mindre skillnad inom den angivna förlusten. Andra alternativ kan finnas.
    }
w-alt-notrun = Alternativ har inte räknats fram.
w-hum = När systemet hade fel följde handläggarna det i { $a } av 100 fall.
w-hum-obs = Uppgifterna visar bara hur ofta systemet följdes, inte om det var rätt att följa det.
w-step1 = Steg 1, särskilt missgynnande: { $what }
w-step2 = Steg 2, jämförbar situation: { $what }
w-step3 = Steg 3, syfte, lämplighet, nödvändighet: { $what }
w-dec = { $role } { $name } tog ställning den { $date }: ”{ $position }”. { $stale ->
        [yes] Ställningstagandet avser tidigare resultat och behöver förnyas.
       *[no] Ställningstagandet avser dessa resultat.
    }
w-nodec = Inget beslut är dokumenterat.
w-ill = Illustration. Ställningstagandena är skrivna för att visa formen. De uttrycker inte någon myndighets uppfattning.
w-ill-bare = Illustration. Den uttrycker inte någon myndighets uppfattning.
w-retro = Marginalen sattes när resultaten redan var kända. Jämförelserna visar hur metoden fungerar men kan ha lägre bevisvärde.
w-synth = Siffrorna bygger på { $nature ->
        [simulated] simulerade
       *[synthetic] syntetiska
    } data. De säger ingenting om verkliga personer.
w-oldpack = Rättsläget i regelpaketet ”{ $pack }” är läst till och med den { $date }, mer än { $months-n ->
        [one] { $months } månad
       *[other] { $months } månader
    } före den dag det gäller ({ $law_date }). Senare ändringar är inte kända.
w-order = Datumen kommer inte i ordning: { $a } ({ $date_a }) är senare än { $b } ({ $date_b }). Det påverkar hur mycket underlaget kan väga som bevis. Ordningen är en metodregel, inte ett krav i lag.
w-proof = Rapporten tar inte ställning till vem som har bevisbördan i ett enskilt fall. Ordningen mellan datumen redovisas för sig, som en metodregel.
w-mem = { $t-n ->
        [one] Den enda bestämmelsen är inte kontrollerad mot källtexten, eller bara delvis (bilaga E).
       *[other] { $n-n ->
            [one] { $n } av { $t } bestämmelser är inte kontrollerad mot källtexten, eller bara delvis (bilaga E).
           *[other] { $n } av { $t } bestämmelser är inte kontrollerade mot källtexten, eller bara delvis (bilaga E).
        }
    }
w-ver = { $state ->
        [verified] Texten är kontrollerad den { $date } i lydelse t.o.m. { $version }.
        [verified_undated] Texten är kontrollerad den { $date }.
        [verified_in_part] Kontrollerad den { $date }, men bara i denna del: { $part }.
        [verified_in_part_unnamed] Kontrollerad den { $date }, men bara delvis.
        [verified_secondary] Återgiven efter sekundärkälla; lydelsen är inte kontrollerad.
       *[from_memory] Inte kontrollerad.
    }
w-pending = Förslag, inte gällande rätt: { $text }.
w-mask = [Uppgift utelämnad enligt { $provision }]
w-us = Amerikanskt mått utan ställning i EU-rätten och svensk rätt.
w-read = Så läser du: { $how }
w-law0 = Avsnittet visar vilket underlag som finns för varje bestämmelse. Det är inte en rättslig bedömning.
w-gate = En gräns som myndigheten har satt har passerats ({ $threshold }). Det är en signal om att någon ska ta ställning, inte en slutsats.
withheld = { $n-n ->
        [one] En passage är utelämnad, se bilaga I.
       *[other] { $n-words } passager är utelämnade, se bilaga I.
    }

## Groups known through probabilities (methods/8, 8.10)

w-proxy-known = Räknad med sannolikheterna är skillnaden mellan { $group } och { $reference } ({ $what }) { $w }. { $random ->
        [yes] Räknad ur det slumpmässiga urval vars grupp är känd{ $counted ->
            [yes] {" "}({ $sizes })
           *[no] {""}
        } är den
       *[no] Bland dem vars grupp är känd och som har sannolikheter{ $counted ->
            [yes] {" "}({ $sizes })
           *[no] {""}
        }, som inte är ett slumpmässigt urval, är den
    } { $d } ({ $level }-procentigt intervall: { $lo } till { $hi }).{ $beside ->
        [hides] {" "}Den vägda skillnaden är alltså ungefär { $share } procent mindre ({ $least } till { $most } procent vid intervallets ändar){ $random ->
            [yes] , om de vars grupp är känd är ett slumpmässigt urval
           *[no] {" "}än bland dem
        }.
        [larger] {" "}Den vägda skillnaden är alltså större{ $random ->
            [yes] , om de vars grupp är känd är ett slumpmässigt urval
           *[no] {" "}än bland dem
        }.
        [turned] {" "}Den vägda skillnaden går alltså åt andra hållet{ $random ->
            [yes] , om de vars grupp är känd är ett slumpmässigt urval
           *[no] {" "}än bland dem
        }.
       *[chance] {" "}Att talen skiljer sig kan bero på slumpen.
    }
w-proxy-few = Det slumpmässiga urval vars grupp är känd{ $counted ->
        [yes] {" "}({ $sizes })
       *[no] {""}
    } är för litet för att rätta skillnaden med, så att inget tal anges ur det.
known-sizes = { $group } i gruppen, { $reference } i jämförelsen
figure-interval = { $d } ({ $level }-procentigt intervall: { $lo } till { $hi })
w-inc-bounds = { $scale ->
        [odds_ratio] Oddskvoten
       *[ratio] Kvoten
    } mellan { $group } och { $reference } ({ $what }) kan inte avgöras ur gränserna ensamma.{ $beside ->
        [corrected] {" "}Skillnaden, rättad med dem vars grupp är känd, är { $d }.
        [bounded] {" "}Skillnaden kan avgöras: den ligger från { $d }.
        [known] {" "}Bland dem vars grupp är känd och som har sannolikheter är skillnaden { $d }.
       *[none] {""}
    } Att { $scale ->
        [odds_ratio] oddskvoten
       *[ratio] kvoten
    } inte kan avgöras säger ingenting om huruvida det finns en skillnad.
w-proxy-range = Av sannolikheterna följer bara att skillnaden mellan { $group } och { $reference } ({ $what }) ligger någonstans från { $lo } till { $hi }.
w-proxy-weighted = Vägd med sannolikheterna blir den { $w }. Det talet är till storleken mindre än den verkliga skillnaden om { $side } { $harm ->
        [worse] behandlas sämre än andra med samma sannolikheter
       *[more] har en högre andel än andra med samma sannolikheter
    }, och det avgör ingenting ensamt.
w-proxy-direction = En skillnad finns, men inte hur stor den är: två olika antaganden om sannolikheterna visar båda att andelen är { $direction ->
        [higher] högre
       *[lower] lägre
    } för { $group } än för { $reference } ({ $what }).
w-proxy-tip = Den vägda skattningen antar att { $group } och andra med samma sannolikheter har samma odds ({ $what }). Är oddsen för { $group } i stället { $zero } gånger andras blir skillnaden noll{ $judged ->
        [yes] , och vid { $at } gånger andras är den lika stor som marginalen ({ $m })
       *[no] {""}
    }.
tip-proxy = göra oddsen ({ $what }) för { $group } { $zero } gånger så stora som för andra med samma sannolikheter
w-proxy-auc = I par med en person i gruppen ({ $group }) och en utanför har den i gruppen den högre sannolikheten i { $auc } av fallen; hälften vore ren slump.
w-proxy-calibration = { $direction ->
        [low] Sannolikheterna är i genomsnitt för låga
        [high] Sannolikheterna är i genomsnitt för höga
       *[none] Sannolikheterna stämmer i genomsnitt så nära som underlaget kan visa
    }: andelen { $group } minus deras medelsannolikhet är { $gap }.
proxy-source = Sannolikheternas källa: { $source }{ $dated ->
        [yes] , { $year }
       *[no] {""}
    }.{ $placed ->
        [yes] {" "}De gäller { $population }.
       *[no] {""}
    }
proxy-heading = Vad sannolikheterna kan säga
proxy-read = Varje rad är ett sätt att räkna samma skillnad och vilar på sitt antagande. Inget av antagandena kan prövas utan personer vars grupp är känd. Bara det tal som utfallet vilar på får ligga till grund för en slutsats; de andra visar hur mycket antagandet betyder. Vad varje sätt antar står efter tabellen.
proxy-chart = { $group } mot { $reference } ({ $what }): ett streck för varje antagande
proxy-chart-caption = Strecket är osäkerheten eller det som är möjligt, punkten skattningen. Bara raden med marginalens tonade fält bär ett utslag. Samma tal står i tabellen nedanför.
tp = Samma skillnad mot { $reference } under olika antaganden ({ $what })
tp-group = grupp
tp-way = sätt att räkna
tp-verdict = utfall, och vad det vilar på
tp-expected = antal enligt sannolikheterna
tp-known = antal vars grupp är känd och som har sannolikheter
tp-tightened-note = Intervallen för snävare gränser tar inte hänsyn till slumpen.
tp-cut = Alla jämförelser står i bilaga C.
size-too_low = för lågt, enligt dem vars grupp är känd
size-too_high = för högt, enligt dem vars grupp är känd
proxy-bounds = gränser
    .sub = om sannolikheterna stämmer
    .explain = Bara att sannolikheterna stämmer i varje grupp av personer med lika sannolikheter. Allt som är förenligt med dem ryms mellan gränserna.
proxy-independent = gränser, utfallet oberoende
    .sub = om utfallet inte beror av gruppen
    .explain = Dessutom att gruppen inte hänger ihop med utfallet bland personer med samma sannolikheter.
proxy-tightened-more = snävare gränser, minst lika ofta
    .sub = om gruppen minst lika ofta
    .explain = Dessutom att gruppen är i steget minst lika ofta, och jämförelsegruppen högst lika ofta, som andra med samma sannolikheter.
proxy-tightened-less = snävare gränser, högst lika ofta
    .sub = om gruppen högst lika ofta
    .explain = Dessutom att gruppen är i steget högst lika ofta, och jämförelsegruppen minst lika ofta, som andra med samma sannolikheter.
proxy-weighted = vägd med sannolikheterna
    .sub = om lika vid samma sannolikhet
    .explain = Att gruppen inte hänger ihop med beslutet bland personer med samma sannolikheter. Håller det inte blir skillnaden oftast för liten.
proxy-raked = vägd, efter kända andelar
    .sub = om lika vid samma sannolikhet
    .explain = Som vägd, med sannolikheterna justerade till gruppernas kända andelar.
proxy-regression = regression på sannolikheterna
    .sub = om sannolikheten saknar betydelse
    .explain = Att sannolikheterna i sig saknar betydelse för beslutet bland personer i samma grupp. Håller det inte blir skillnaden ofta för stor.
proxy-argmax = den sannolikaste gruppen
    .sub = som om gissningen vore rätt
    .explain = Att den grupp som har den högsta sannolikheten är den rätta. Då räknas delvis andra personer än gruppens, och det är inte känt åt vilket håll talet blir fel.
proxy-matrix = rättad för gissningens fel
    .sub = om felen är lika för båda besluten
    .explain = Att gissningens felandelar är lika stora för båda besluten.
proxy-double = rättad med känd grupp, två band
    .sub = om de kända är ett slumpurval
    .explain = Att de vars grupp är känd är ett slumpmässigt urval bland dem med samma gissade grupp och beslut.
proxy-known = de vars grupp är känd, för sig
    .sub = av dem som har sannolikheter
    .explain = Att de vars grupp är känd och som har sannolikheter är som alla andra. Sannolikheterna används inte; men den som inte har några räknas inte med, fast gruppen är känd.
proxy-corrected = rättad med känd grupp
    .sub = om de kända är ett slumpurval
    .explain = Att de vars grupp är känd är ett slumpmässigt urval bland dem med ungefär samma sannolikhet och samma beslut. Inget om att sannolikheterna stämmer.
proxy-tipping = { $attribute }: den vägda skillnaden om gruppen har andra odds än andra med samma sannolikheter
proxy-tipping-across = gruppens odds delade med andras, bland personer med samma sannolikheter
proxy-tipping-upwards = skillnad, procentenheter
proxy-tipping-caption = Den lodräta streckade linjen är där oddsen är lika. Där är kurvan ungefär den vägda skattningen; den kan skilja sig lite, eftersom kurvan räknas i band av sannolikheterna. Oddsen är hur många som är i steget för var och en som inte är det. Kurvan visar hur skillnaden ändras om gruppens odds är ett annat antal gånger så stora som för andra med samma sannolikheter.
tpt = { $attribute }: känslighet för antagandet bakom den vägda skattningen
tpt-at = { $x } gånger
tpt-zero = noll vid
tpt-margin = marginalen nås vid
tpt-note = Oddskvoter. Streck: inget värde leder dit.
tpq = { $attribute }: hur bra sannolikheterna är
tpq-error = fel i den vägda skattningen
tsens = Känslighet
tsens-parameter = vad som ändras
tsens-tipping = gränsen
tsens-low = vid det lägsta värdet
tsens-high = vid det högsta värdet
tsens-note = Utanför eller inom marginalen: den vägda skillnaden, om värdet vore känt och utan slumpens osäkerhet. Det är inget utfall i rapporten.
sensitivity-said-disparity = utanför marginalen
sensitivity-said-within_margin = inom marginalen
sensitivity-said-inconclusive = på marginalen
sensitivity-odds_ratio_at_zero = oddskvot vid samma sannolikheter, skillnaden blir noll
sensitivity-odds_ratio_at_margin = oddskvot vid samma sannolikheter, skillnaden når marginalen uppåt
sensitivity-odds_ratio_at_minus_margin = oddskvot vid samma sannolikheter, skillnaden når marginalen nedåt
head-estimated = { $head }, uppskattad
estimated-heading = { $attribute } (grupperna är uppskattade med sannolikheter)

## Headline: H1 (measurements), H2 (what remains), counts line

h1-nothing = Ingen avgörande jämförelse har kunnat göras. Rapporten säger därför ingenting om skillnader mellan grupper.
h1-disparity = Underlaget visar minst en skillnad utanför marginalen: { $figure ->
        [adjusted] den justerade andelen
        [estimated] den uppskattade andelen
       *[plain] andelen
    } { $share } är { $ratio } gånger så stor bland { $group } som bland { $reference } ({ $a } respektive { $b } av { $base ->
        [thousand] 1 000
       *[ten] 10 000
    }).
h1-disparity-rates = Underlaget visar minst en skillnad utanför marginalen: { $figure ->
        [adjusted] den justerade andelen
        [estimated] den uppskattade andelen
       *[plain] andelen
    } { $share } är { $direction ->
        [higher] större
       *[lower] mindre
    } bland { $group } än bland { $reference } ({ $a } respektive { $b } av { $base ->
        [thousand] 1 000
       *[ten] 10 000
    }).
h1-disparity-plain = Underlaget visar minst en skillnad utanför marginalen: { $metric } är { $direction ->
        [higher] högre
       *[lower] lägre
    } för { $group } än för { $reference }, { $figure ->
        [adjusted] den justerade skillnaden
        [estimated] den uppskattade skillnaden
       *[plain] skillnaden
    } är { $d }.
h1-further = { $n-n ->
        [one] Ytterligare en skillnad ligger utanför marginalen.
       *[other] Ytterligare { $n } skillnader ligger utanför marginalen.
    }
h1-undetermined = { $m } av { $t } jämförelser kan inte avgöras.
h1-not-assessed = { $k } av { $t } jämförelser är inte { $k-n ->
        [one] bedömd
       *[other] bedömda
    } ({ $groups }).
h1-one-sided = { $t-n ->
        [one] I den enda jämförelsen har ingen nackdel för den namngivna gruppen ({ $groups }) utanför marginalen påvisats, men bara den riktningen är bedömd.
       *[other] I { $k } av { $t } jämförelser har ingen nackdel för den namngivna gruppen ({ $groups }) utanför marginalen påvisats, men bara den riktningen är bedömd.
    }
h1-one-sided-only = Bara en nackdel för den namngivna gruppen jämfört med jämförelsegruppen är bedömd.
h1-inconclusive = { $t-n ->
        [one] Underlaget räcker inte för att avgöra den enda jämförelsen ({ $groups }).
       *[other] Underlaget räcker inte för att avgöra { $m } av { $t } jämförelser ({ $groups }).
    }
h1-within-beside = { $k-n ->
        [one] En jämförelse ligger inom marginalen.
       *[other] { $k-words } jämförelser ligger inom marginalen.
    }
h1-all-within = { $t-n ->
        [one] Skillnaden i den enda avgörande jämförelsen ligger inom marginalen. Jämförelsen gäller { $g } av 7 diskrimineringsgrunder{ $stages-n ->
            [0] {""}
           *[other] {" "}och { $s } av { $stages } steg
        }. Om övriga kan ingenting sägas.
       *[other] Skillnaderna i de { $t } avgörande jämförelserna ligger inom marginalen. Jämförelserna gäller { $g } av 7 diskrimineringsgrunder{ $stages-n ->
            [0] {""}
           *[other] {" "}och { $s } av { $stages } steg
        }. Om övriga kan ingenting sägas.
    }
h2-decide = { $a-n ->
        [0] Ingen punkt kräver ställningstagande
        [one] En punkt kräver ställningstagande
       *[other] { $x-n ->
            [0] { $a-words } punkter kräver ställningstagande
           *[other] { $a } punkter kräver ställningstagande
        }
    }{ $before ->
        [use] {" "}innan systemet tas i bruk
        [change] {" "}innan ändringen tas i bruk
       *[no] {""}
    }{ $x-n ->
        [0] {""}
       *[other] { $a-n ->
            [one] , av andra skäl än en skillnad
           *[other] , varav { $x } av andra skäl än en skillnad
        }
    }.
h2-missing = { $b-n ->
        [one] För en punkt saknas underlag.
       *[other] För { $b } punkter saknas underlag.
    }
h2-decision = Beslut: { $decision } ({ $role } { $name }, { $date }).{ $stale ->
        [yes] {" "}Ställningstagandet avser tidigare resultat och behöver förnyas.
       *[no] {""}
    }
h2-no-review = Ingen rättslig genomgång har beställts.
counts-line = Kräver ställningstagande { $a } · Underlag saknas { $b } · Kan inte avgöras { $c } · Ej bedömd { $d } · Underlag finns { $e } · Ej tillämplig { $f } (förberedelse { $p } räknas inte)
terminal-comparisons = Avgörande jämförelser: { $n }
terminal-findings = Punkter i den rättsliga genomgången: { $counts }
and-more = och { $n } till
and-more-see = och { $n } till, se avsnitt { $section }

## Pieces of sentences

outcome-unnamed = som söktes
outcome-quoted = ”{ $label }”
group-quoted = gruppen ”{ $name }”
group-of-attribute = { $group } ({ $attribute })
stratum-outcome-0 = utan utfallet
stratum-outcome-1 = med utfallet
group-quoted-in = i gruppen ”{ $name }”
size-ratio = kvoten { $value }
size-odds-ratio = oddskvoten { $value }
membership-only = { $attribute }: gruppen är uppskattad med sannolikheter, inte känd för varje person.
stage-label-quoted = i steget ”{ $label }”
stage-verb-quoted = är i steget ”{ $label }”
stage-noun-quoted = ”{ $label }”
stage-none = utvalda
interval = { $lo } till { $hi }
interval-least = minst { $lo }
interval-most = högst { $hi }
band-pointwise = för varje punkt för sig
band-consistency = där en riktig poäng skulle ligga
band-simultaneous = för alla punkter samtidigt
curve-reliability = andelen med utfallet längs poängen, som en kurva som bara stiger
    .x = poängen
curve-reliability_binned = andelen med utfallet i varje klass av poängen
    .x = klassens medelpoäng
curve-rate = andelen med utfallet längs poängen
    .x = poängen
curve-score_distribution = hur stor del av gruppen som har poäng i varje intervall
    .x = intervallets medelpoäng
curve-threshold = måttet om alla med poängen x eller mer valdes ut
    .x = tröskeln
curve-roc = andelen av dem med utfallet som skulle väljas ut, mot samma andel av dem utan det
    .x = andelen av dem utan utfallet som skulle väljas ut
curve-cumulative_calibration = utfall minus poäng, hopräknat från lägsta poängen till x, som en del av alla
    .x = poängen
curve-cumulative_difference = skillnaden i utfall mellan grupp och jämförelsegrupp vid lika poäng, hopräknad från lägsta poängen till x
    .x = poängen
curve-proxy_tipping = skillnaden mellan grupp och jämförelsegrupp i måttet om gruppens odds är x gånger oddset för andra med samma sannolikheter
    .x = oddskvoten mellan gruppen och andra med samma sannolikheter; 1: samma odds
curve-threshold_difference = skillnaden mellan grupp och jämförelsegrupp i andelen med poängen x eller mer
    .x = tröskeln
unit-percent = { $value } %
unit-points = { $value-n ->
        [one] { $value } procentenhet
       *[other] { $value } procentenheter
    }
unit-ten-thousand = { $value } av 10 000
unit-thousand = { $value } per 1 000
needed = { $value } { $group }{ $within ->
        [selected] {" "}som är utvalda
        [not_selected] {" "}som inte är utvalda
        [positives] {" "}med utfallet
        [negatives] {" "}utan utfallet
       *[all] {""}
    }{ $arm ->
        [both] {" "}(båda urvalen tillsammans)
        [model] {" "}(modellurvalet)
        [random] {" "}(slumpurvalet)
       *[none] {""}
    }
needed-at-length = { $needed }, nu { $n }; en lika stor ökning i proportion för { $other }, och de nya ärendena prövas för sig
unit-about = cirka { $value }
reason-none = inget undertecknat skäl
reason-no-threshold = steget följer inte av en tröskel för poängen, och planen anger ingen tröskel att jämföra vid (ange inference.thresholds)
reason-no-comparison = inga grupper att jämföra i något av dessa steg
reason-none-stage = planen anger ingen uppgift för steget
reason-quoted = ”{ $reason }”
need-ground = uppgift om gruppen, räknade antal eller sannolikheter
role-open = inte angiven
w-disp-bounds = I underlaget är { $metric } { $direction ->
        [higher] högre
       *[lower] lägre
    } för { $group } än för { $reference }. För skillnaden kan bara gränser anges, som rymmer både det som inte är känt och slumpen: { $limits }. De ligger utanför den angivna marginalen ({ $m }). Uppgiften kan vara en omständighet av betydelse vid en bedömning av indirekt diskriminering. Om den är det, och om åtgärden kan motiveras, avgörs inte av detta verktyg.
part-aim = syfte
part-suitability = lämplighet
part-necessity = nödvändighet
part-balance = avvägning
missing-evidence = Underlag saknas: { $what }.
missing-file = Handling saknas: { $what }.
file-input_list = listan över de uppgifter som modellen eller reglerna använder
file-log_extract = ett utdrag ur loggarna
status-preparation-mark = förberedelse
status-pending-mark = förslag
status-also = även: { $statuses }
arm-model-definite = modellurvalet
arm-random-definite = slumpurvalet

## Matrix

matrix-margin = marginal { $m }
cell-disparity = Skillnad
cell-within = Inom marginalen
cell-one-sided = Ingen nackdel för gruppen utanför marginalen; den andra riktningen är inte bedömd
cell-other-way = Jämförelsegruppen har det sämre, utanför marginalen; inte bedömt
cell-inconclusive = Kan inte avgöras
cell-there = Skillnad finns, storleken kan inte avgöras
cell-not-measured = Inte mätt
cell-not-assessed = Ej bedömd
cell-hidden = Dold (få personer)
cell-no-data = Steget saknar uppgifter
cell-direction = { $arrow } { $first } { $a } / { $second } { $b } av { $base ->
        [thousand] 1 000
       *[ten] 10 000
    }
cell-direction-plain = { $arrow } { $first } mot { $second }, skillnad { $d }
cell-adjusted = { $shown ->
        [yes] { $arrow }{" "}
       *[no] {""}
    }{ $first } mot { $second }: { $d } efter justering, { $raw } utan
cell-adjusted-alone = { $shown ->
        [yes] { $arrow }{" "}
       *[no] {""}
    }{ $first } mot { $second }: { $d } efter justering
cell-detectable = minsta upptäckbara: { $mde }
cell-not-detectable = hade inte kunnat avgöras, hur stor skillnaden än hade varit
cell-not-detectable-of = för { $groups } hade jämförelsen inte kunnat avgöras, hur stor skillnaden än hade varit
cell-detectable-some = { $detectable }; { $never }

## What cannot be said: heads of section 3, short forms of page one

limit-outcome = utfallet är känt bara för kontrollerade
limit-grounds = grunder som inte är mätta
limit-proxy = ersättningsmått
limit-small = jämförelser som inte kan avgöras
limit-not-assessed = jämförelser som inte är bedömda
limit-hidden = dolda uppgifter
limit-stage = steg utan uppgifter
limit-outcome-differs = utfallet betyder olika saker
limit-pool = populationen
limit-adjusted = justerade skillnader
limit-versions = systemet ändrades
limit-law = bestämmelsernas källor
limit-warnings = övriga varningar om underlaget
short-grounds = { $k-n ->
        [one] { $k } av 7 diskrimineringsgrunder är inte mätt: { $grounds }.
       *[other] { $k } av 7 diskrimineringsgrunder är inte mätta: { $grounds }.
    }
short-small = { $t-n ->
        [one] Den enda jämförelsen kan inte avgöras: { $list }.
       *[other] { $m } av { $t } jämförelser kan inte avgöras: { $list }.
    }
short-small-one = { $about } (minsta skillnad som hade kunnat upptäckas: { $mde })
short-small-none = { $about } (hade inte kunnat avgöras, hur stor skillnaden än hade varit)
short-small-there = { $about } (en skillnad finns, men inte säkert större än marginalen)
short-small-bare = { $group }, { $what }
short-small-adjusted = { $about }, justerad
short-unknown_membership = För { $n } ärenden finns inga sannolikheter.
short-unknown_membership-factor = För { $n } ärenden finns inga sannolikheter från { $file }.
short-warning-count = { $said } Antal: { $n }.
short-warning-file = { $said } ({ $file })
short-not-assessed = { $t-n ->
        [one] Den enda jämförelsen är inte bedömd: { $list }.
       *[other] { $k } av { $t } jämförelser är inte { $k-n ->
            [one] bedömd
           *[other] bedömda
        }: { $list }.
    }

## The page

page-title = Bedömning: { $title }
page-skip = Till innehållet
page-contents = Innehåll
page-other-language = In English
page-footer = Rapporten redovisar mätningar och lämnade ställningstaganden. Den är inte ett rättsligt avgörande.
page-page = Sida
page-top = Till början
page-internal = Intern version: små tal är inte dolda
s1 = Sammanfattning för beslut
s2 = Vad som har bedömts
s3 = Vad som inte kan sägas
s4 = Skillnader per grund och steg
s5 = Träffsäkerhet och fel
s6 = Jämförbara fall
s7 = Poängens tillförlitlighet
s8 = Uppgifterna som används
s9 = Alternativ
s10 = Människan i processen
s11 = Rättslig genomgång
s12 = Uppföljning
s13 = Beslut och underskrifter
annex-number = Bilaga { $letter }
annex-a = Metod
annex-b = Data
annex-c = Resultat per attribut
annex-d = Ställningstaganden
annex-e = Bestämmelser
annex-f = Indata
annex-g = Integritet och bevarande
annex-h = Ordlista
annex-i = Utlämnande
head-system = system
head-system-version = { $system }, version { $version }
head-pool = prövad grupp
head-period = period
head-made = upprättad
head-law = rättsläge per
profile-full = fullständig version
profile-disclosable = version för utlämnande
s1-limits = Det här kan inte sägas
s1-decide = Det här behöver någon ta ställning till
s1-signatures = Underskrifter
decide-no = nr
decide-item = punkt
decide-provision = bestämmelse
decide-what = vad som ska avgöras
decide-role = roll
decide-section = avsnitt
decide-none = Ingen punkt väntar på ställningstagande.
matrix-caption = grund för grund, steg för steg
matrix-ground = grund
matrix-stages = steg
matrix-errors = fel
matrix-errors-of = fel (fel = utfallet { $outcome })
prepared-by = upprättad av
signed-statements = undertecknade ställningstaganden
decision = beslut
name-role = { $name } ({ $role })
of = { $k } av { $n }
limits-none = Inga särskilda begränsningar utöver dem i bilaga A.
table-hidden = S = dold, för att enskilda inte ska kunna kännas igen.
table-points = p.e. = procentenheter.
caption-level = { $title }, med { $level }-procentigt intervall
apart-note = Skillnader är räknade på oavrundade tal. En skillnad kan därför vara en annan än den mellan de avrundade andelarna.
corrected-note = Andelarna är rättade var för sig, var och en inom sin egen grupps klasser av sannolikhet; skillnaden är rättad inom gruppens klasser för båda. Den är därför inte alltid skillnaden mellan de två andelarna.
joint-note = De avgörande jämförelsernas intervall är gemensamma: de gäller för alla på en gång. De övriga gäller ett i taget.
joint-note-shares = Intervallen för de skillnader som avgör är gemensamma: de gäller för alla på en gång. Andelarnas intervall gäller ett i taget.
source-plan = planen
t2a = systemkort
t2a-item = uppgift
t2a-value = värde
t2a-source = källa
card-name = namn
card-kind = slag av system
card-benefit = förmån
card-purpose = ändamål
card-version = version
card-technique = teknik
technique-hand_written_rules = handskrivna regler
technique-statistics = statistik
technique-machine_learning = maskininlärning
technique-generative = generativ modell
technique-mixed = blandad
benefit-temporary_parental_benefit = tillfällig föräldrapenning
benefit-housing_allowance = bostadsbidrag
none-given = ingen
card-supplier = leverantör
card-owner = ansvarig
card-use = i bruk från
card-basis = rättsligt stöd
card-register = publicerad beskrivning
card-design = undersökningsupplägg
card-nature = underlagets art
t2b = steg
t2b-stage = steg
t2b-means = vad det innebär
t2b-unfavourable = nackdel?
t2b-data = uppgifter finns?
t2b-number = antal
t2b-share = andel av populationen
t2c = underlag
t2c-source = källa
t2c-period = period
t2c-rows = rader eller celler
t2c-form = form
t2c-known = { $attribute }: gruppen är känd { $known }; { $missing }.
t2c-missing = { $n-n ->
        [one] uppgift saknas i { $n } rad
       *[other] uppgift saknas i { $n } rader
    }
t2c-none-missing = ingen rad saknar den
c2 = processens flöde, alla tillsammans
c2-caption = Varje stapel visar hur stor del av populationen som är i steget. Grupperna visas i avsnitt 4.
flow-pool = hela populationen
flow-shown = { $n } ({ $share })
flow-none = uppgift saknas
t3 = jämförelser som inte kan avgöras eller inte är bedömda
t3-ground = grund
t3-group = grupp
t3-stage = steg eller mått
t3-both-arms = underlag i båda urvalen
t3-known = vars grupp är känd, med eller utan sannolikheter
t3-known-with = vars grupp är känd och som har sannolikheter
t3-by-probabilities = enligt sannolikheterna
t3-number = antal i gruppen
t3-detectable = minsta skillnad som hade kunnat upptäckas
t3-needed = antal nya ärenden som behövs
t3-needed-note = Antal nya ärenden som behövs: av den mindre av de två grupperna, om den andra gruppen växer i samma proportion och de nya ärendena prövas för sig. Växer bara den mindre gruppen behövs fler, eller så räcker inget antal.
s4-what = skillnader mellan grupper i något steg
s4-reason = underlaget har inget steg med grupper att jämföra
s4-need = ett steg med uppgift om vem som var i det, och minst en egenskap med en jämförelsegrupp
s4-adjusted = { $all ->
        [yes] { $n-n ->
            [one] Den avgörande jämförelsen
           *[other] De { $n } avgörande jämförelserna
        }
       *[no] { $n-n ->
            [one] En av de avgörande jämförelserna
           *[other] { $n } av de avgörande jämförelserna
        }
    } i steget { $stage } bedöms efter justering{ $same ->
        [yes] {" "}för { $factors }
       *[no] {""}
    }, se avsnitt 6.{ $all ->
        [yes] {" "}Talen här är ojusterade och bedöms inte för sig.
       *[no] {""}
    }
s4-unmeasured = Grunder som inte är mätta
s4-attribute-what = grupperna i denna egenskap
s4-attribute-reason = underlaget har inga rader för egenskapen
attribute-line = Grund: { $ground }. Mått: { $measure }.
attribute-ground = Grund: { $ground }.
t4-stage-none = Steget { $stage } är inte mätt för denna egenskap.
c4a-title = { $stage }: skillnad mot jämförelsegruppen
c4a-axis-ten-thousand = skillnad mot jämförelsegruppen, antal av 10 000
c4a-axis-points = skillnad mot jämförelsegruppen, procentenheter
c4a-axis-plain = skillnad mot jämförelsegruppen
pair-plain = { $a } mot { $b }
c4a-caption = Märket på strecket är skattningen, strecket osäkerheten, det tonade fältet marginalen.
c4a-caption-bare = Märket på strecket är skattningen, strecket osäkerheten.
c4a-cut = Bara en del av jämförelserna ryms i bilden; tabellen nedanför har alla.
c4a-mark-disparity = Fylld kvadrat: skillnad påvisad.
c4a-mark-within = Fylld cirkel: inom marginalen.
c4a-mark-inconclusive = Öppen romb: kan inte avgöras.
c4a-mark-there = Halvfylld romb: en skillnad finns, storleken kan inte avgöras.
c4a-mark-unassessed = Tvärstreck: inte bedömd för sig.
chart-row = { $group }: { $d } ({ $limits }), { $verdict }
chart-hidden = dold
chart-none = kan inte beräknas
pair-ten-thousand = { $a } mot { $b } av 10 000
pair-thousand = { $a } mot { $b } av 1 000
pair-few = { $a } av { $of-a } mot { $b } av { $of-b }
people-ten = 10 000
people-thousand = 1 000
against = mot { $reference }
t4-caption = { $attribute }: andelar och skillnader
t4-group = grupp
t4-number = antal i gruppen
t4-number-estimated = antal enligt sannolikheterna
t4-at-stage = antal i steget
t4-share = Andel ({ $level }-procentigt intervall)
t4-difference-from = Skillnad mot { $reference } (intervall)
t4-ratio = kvot
t4-ratio-not = kvot bland ej i steget
t4-margin = marginal
t4-verdict = utfall
t4-against = mot
t4-pair = andelar
t4-pair-of = { $metric }, gruppen mot jämförelsegruppen
t4-difference = skillnad (intervall)
t4-cut = De tre största och de tre minsta skillnaderna visas här; alla grupper finns i bilaga C.
c4b-title = { $attribute }: antal av 10 000 som är i steget
c4b-caption = Varje punkt står för { $worth } av 10 000 i gruppen. Jämförelsegruppen är grå.
s5-what = träffsäkerhet och fel
s5-reason = underlaget har inget utfall
s5-need = ett utfall för kontrollerade ärenden, helst också för ett slumpmässigt urval
t5 = träffsäkerhet och fel, grupp för grupp
t5-of = träffsäkerhet och fel (fel = utfallet { $outcome }), grupp för grupp
t5-group = grupp
t5-selected = utvalda av 10 000
t5-model = fel bland utvalda, modellurval
t5-random = fel i slumpurvalet
t5-selected-errors = fel bland utvalda
t5-everybody = fel i hela gruppen
t5-burden = utan fel bland utvalda, per 1 000 med fel
t5-missed = missade fel
c5-title = Urval och träffsäkerhet sida vid sida
c5-left = utvalda av 10 000
c5-right = fel bland kontrollerade i modellurvalet, procent
c5-right-selected = fel bland utvalda, procent
c5-caption = Samma grupper i samma ordning till vänster och höger. Punkten är skattningen, strecket osäkerheten. Det ena ersätter inte det andra.
label-what = vem som fastställt de utfall som modellen lärt sig av
label-need = uppgift om hur varje utfall i träningsdata kom till
later-reason = denna version av verktyget räknar det inte
s6-none = Ingen jämförelse av lika fall har gjorts.
s6-state = { $statement } ({ $state }).
s6-what = skillnader mellan ärenden som är lika i det som får ha betydelse
s6-reason = planen anger inga sakliga faktorer
s6-need = sakliga faktorer i planen, var och en med skäl i HS-03
s6-tip-none = Inte beräknat: hur starkt en okänd faktor skulle behöva hänga samman med grupp och beslut för att förklara bort skillnaden.
c6-title = { $what }: skillnad utan och med justering
c6-unadjusted = ojusterad
c6-adjusted = justerad
t6 = ojusterad och justerad skillnad
t6-group = grupp
t6-metric = mått
t6-more = { $n-n ->
        [one] En jämförelse över andra faktorer står i bilaga C.
       *[other] { $n-words } jämförelser över andra faktorer står i bilaga C.
    }
t6-unadjusted = ojusterad skillnad
t6-adjusted = justerad skillnad
t6-outside = andel ärenden utan motsvarighet
t6-factors = faktorer
t6b = en faktor i taget utelämnad
t6b-factor = faktor som tas bort
t6b-carries = säger om gruppen: Cramérs V { $v }
t6b-carries-note = Cramérs V är noll om faktorn inte säger något om vem som hör till gruppen, ett om den säger allt; räknad på uppgiften med samma namn (avsnitt 8).
t6b-strata = jämförda slag av ärenden
t6b-turns = annan bedömning än med alla faktorer
t6b-reason = sakskäl enligt HS-03
t6b-hide = kan dölja?
t7 = poängens tillförlitlighet, grupp för grupp
t7-group = grupp
t7-n = ärenden
t7-events = med utfallet
t7-large = utfall minus medelpoäng
t7-slope = lutning
t7-brier = Brier
t7-ecce = hopräknat fel (ECCE)
t7-ece = medelavvikelse (ECE)
t7-spiegelhalter = Spiegelhalters test (z)
s7-read = Så läser du: utfall minus medelpoäng är noll om poängen stämmer i genomsnitt; över noll är utfallet vanligare än poängen säger. Lutningen säger om höga och låga poäng är lika långt isär som utfallen: den är ett om de är det, under ett om poängen är för långt isär, över ett om de är för nära. Det hopräknade felet (ECCE) är hur mycket utfall och poäng som mest skiljer sig åt när avvikelserna läggs ihop från låg till hög poäng; dess p-värde säger hur ofta slumpen ensam ger minst så mycket om poängen stämmer. Brier är poängens totala fel, med slumpen i; noll är bäst. Medelavvikelsen (ECE) är hur långt poängen ligger från utfallet i genomsnitt; noll är bäst, men slumpen ensam gör den större än noll, och det som slumpen ensam ger står under den. Jämför inte Brier eller medelavvikelse mellan grupper av olika storlek eller med olika vanligt utfall. Spiegelhalters test frågar om Brier är större än den vore om poängen stämde; det avgör ingenting.
c7-title = Poäng och utfall: { $attribute }
c7-rate-title = Utfall längs poängen: { $attribute }
c7-across = poäng
c7-upwards = andel med utfallet, %
c7-reference = { $group } (jämförelsegrupp)
c7-mark = planens tröskel { $t }
c7-mark-stage = { $stage }: { $t }
c7-alt = { $group }: från { $first } vid { $where } { $from } till { $last } vid { $where } { $to }
c7-absent = Grupper med för få ärenden visas inte: { $groups }.
c7-cases = gruppens ärenden vid varje poäng, flest { $n }
c7-cases-summed = gruppens ärenden, högsta stapeln { $n }
c7-cases-known = ärenden med känt utfall, högsta stapeln { $n }
c7-bars-known = Staplarna under kurvan är gruppens ärenden med känt utfall och poäng från ett streck på axeln till nästa; alla staplar är lika breda i poäng.
c7-bars = Staplarna under kurvan är gruppens ärenden vid varje poäng.
c7-bars-summed = Staplarna under kurvan är gruppens ärenden med poäng från ett streck på axeln till nästa; alla staplar är lika breda i poäng.
c7-caption = Linjen är andelen med utfallet, i stigande ordning längs poängen (isoton regression): där en högre poäng i underlaget har en lägre andel är grannarna sammanlagda. Den räta linjen är där poäng och utfall stämmer överens. Fältet, med en kant i linjens mönster, är där kurvan skulle ligga i de flesta fall om poängen stämde; en enstaka punkt utanför är inget fynd.
c7-caption-pointwise = Linjen är andelen med utfallet, i stigande ordning längs poängen (isoton regression): där en högre poäng i underlaget har en lägre andel är grannarna sammanlagda. Den räta linjen är där poäng och utfall stämmer överens. Fältet, med en kant i linjens mönster, är kurvans intervall vid varje poäng, varje poäng för sig.
c7-caption-simultaneous = Linjen är andelen med utfallet, i stigande ordning längs poängen (isoton regression): där en högre poäng i underlaget har en lägre andel är grannarna sammanlagda. Den räta linjen är där poäng och utfall stämmer överens. Fältet, med en kant i linjens mönster, är där hela kurvan ligger, vid alla poäng på en gång.
c7-rate-caption = Linjen är andelen med utfallet vid varje poäng; fältet, med en kant i linjens mönster, är osäkerheten. Poängen är ingen sannolikhet, så det finns ingen linje att jämföra med.
t7f = skillnad mellan grupper, läst på två sätt
t7f-alone = utfall vid lika poäng
t7f-difference = skillnad mellan grupper
t7f-claims = utfall minus medelpoäng, skillnad
t7f-equal = utfall vid lika poäng, skillnad
t7f-outside = andel av gruppen med poäng som jämförelsegruppen saknar
t7f-head = { $attribute }, jämfört med { $reference }
with-p = p { $p }
t7f-p = p-värdet hör till ett annat test än intervallet bredvid: testet söker den största avvikelsen någonstans längs poängen, intervallet gäller summan över alla poäng. De kan därför säga olika saker.
s7-two-readings = De två kan skilja sig åt, för de svarar på olika frågor: den första jämför vad poängen säger med vad som hände i varje grupp, så ett fel i poängen som är lika för alla ger en skillnad när grupperna har olika poäng; den andra jämför utfallen vid lika poäng och frågar inte vad poängen säger.
s7-equal-score = Skillnaden i utfall vid lika poäng frågar inte vad poängen säger, bara om lika poäng har lika utfall i grupperna.
t7b = hur poängen ordnar ärenden
t7b-auc = ordning inom gruppen (AUC)
t7b-higher = högre poäng än jämförelsegruppen (lika som hälften)
t7b-across = med utfallet i gruppen mot utan det i jämförelsegruppen: andel rätt ordnade
t7b-back = med utfallet i jämförelsegruppen mot utan det i gruppen: andel rätt ordnade
s7-ranking-read = Så läser du: en halv är slump, ett är alltid rätt ordning. Lika poäng räknas som hälften i alla kolumner. Högre poäng än jämförelsegruppen är hur ofta ett slumpvis valt ärende i gruppen har högre poäng än ett i jämförelsegruppen. De två sista kolumnerna drar ett ärende ur varje grupp, ett med utfallet och ett utan, och säger hur ofta det med utfallet har den högre poängen. Ju större den första av dem är mot den andra, desto högre placerar poängen gruppens ärenden. Lika ordning inom grupperna utesluter inte att den ena gruppen får högre poäng. Siffrorna beskriver; de avgör ingenting.
c7c-title = Hur poängen fördelar sig: { $attribute }
c7c-upwards = andel av gruppen, %
c7c-caption = Varje punkt är andelen av gruppen som har den poängen.
c7d-title = Vad en annan tröskel skulle göra: { $attribute }
c7d-across = tröskel (poäng)
c7d-upwards = andel på eller över tröskeln, %
c7d-caption = Linjen är andelen av gruppen som har poängen eller högre; fältet, med en kant i linjens mönster, är osäkerheten i varje punkt för sig.
t7d = { $metric } vid olika trösklar, efter { $attribute }
t7d-threshold = tröskel
t7d-some = Tabellen och reglaget har en del av trösklarna, jämnt spridda bland de poäng som finns, och alltid planens och den högsta. Datafilen har alla.
t7d-few = Färre än tjugo ärenden: antalet ärenden står i stället för andelen.
t7d-wilson = Intervallen i tabellen är Wilsons, hur få ärenden det än är. Avsnitten om skillnader och om fel har Clopper–Pearsons vidare intervall vid färre än fyrtio ärenden.
t7b-no-margin = Planen har ingen marginal för jämförelserna i tabellen; de avgör ingenting.
t7e = Andelar vid tröskeln { $threshold }, efter { $attribute }
c7-scores = poäng och trösklar
s7-thresholds = Tabellerna nedan visar vad { $n-n ->
        [one] planens tröskel, { $list },
       *[other] var och en av planens trösklar ({ $list })
    } gör i varje grupp: ärenden med den poängen eller en högre räknas som utvalda.
s7-no-threshold = Planen anger ingen tröskel i bruk.
s7-more = Alla trösklar och hur poängen fördelar sig: bilaga C.
by-chance = av slump { $value }
page-threshold = Flytta tröskeln
page-threshold-used = tabellens tröskel
page-threshold-back = Tillbaka till tabellens tröskel
s7-what = om samma poäng betyder samma sak i varje grupp
s7-no-score = underlaget har ingen poäng
s7-no-outcome = underlaget har inget utfall
s7-none-scored = inget ärende i underlaget har någon poäng
s7-need = poäng och utfall för samma ärenden, i varje grupp
s8-what = vilka uppgifter någon väljs ut på
s8-reason = ingen lista över indata har lämnats
s8-strength-what = hur väl uppgifterna förutsäger en skyddad grund
s8-strength-reason = uppgifterna är inga kolumner i underlaget, eller så ger upplägget inget svar
s8-strength-need = samma namn i listan som i underlaget
s8-left-out = På listan men ingen kolumn i underlaget, och därför inte prövat: { $names }.
s8-not-told = Hur väl uppgifterna förutsäger { $ground } kan inte räknas ut: gruppen är uppskattad med sannolikheter och inte känd för varje person.
s8-without-own = En av uppgifterna är själv grunden; de andra förutsäger den tillsammans med { $auc }.
s8-reading = Så läses talet: under 0,6 är sambandet svagt, 0,6–0,75 måttligt och över 0,75 starkt. Orden beskriver och har ingen rättslig innebörd. Ett svagt samband kan ändå följas av en stor skillnad, och ett starkt av ingen. Varje tal gäller den grupp som förutsägs bäst, bland dem med minst 30 personer i och utanför gruppen, mot alla andra, och varje persons grupp förutsägs utan personens egen rad.
s8-need = en lista med källa, sammanhang och sakligt samband för varje uppgift
t8 = uppgifter som används
t8-input = uppgift
t8-source = källa och sammanhang
t8-relevance = angivet sakligt samband
t8-role = slag
t8-contribution = betydelse för poängen
t8-predicts = förutsäger grund (AUC)
t8-cut = Alla uppgifter finns i bilaga F.
input-list = indatalistan
a-ground = en skyddad grund
input-role-protected_attribute = skyddad grund
input-role-inseparable_proxy = oskiljbart samband med grund
input-role-suspected_proxy = möjligt ersättningsmått
input-role-complaint_history = klagomål eller överklaganden
input-role-area = område
input-role-name = namn
input-role-citizenship = medborgarskap
input-role-language = språk
input-role-birthplace = födelseort
input-role-benefit_condition = villkor för förmånen
input-role-behaviour = beteende
input-role-verifiable_fact = kontrollerbart faktum
input-role-other = annat
s9-what = alternativ med mindre skillnad och ungefär samma effekt
s9-need = andra modeller, trösklar eller urvalssätt på samma ärenden
s10-what = hur ofta handläggare följer eller ändrar systemets förslag, grupp för grupp
s10-reason = underlaget har inga uppgifter om handläggarnas åtgärder
s10-need = förslag, åtgärd och facit för samma ärenden, helst med inlagda fel
pack-line = { $title }, läst till och med den { $date } (regelpaket { $pack }, version { $version })
t11-provision = bestämmelse
t11-asks = kräver i korthet
t11-status = status
t11-evidence = underlag
t11-statements = ställnings­taganden
t11-missing = saknas
t11-source = läst källa
t11-why = skäl och roll
t11-2-milestone = milstolpe
t11-2-date = datum
t11-2-stated = { $date } enligt bedömningsplanen; räknas först när { $statement } är undertecknat
t11-2-no-margin = ingen marginal är bestämd i bedömningsplanen
t11-2-no-decision = inget beslut är undertecknat
t11-2-no-use = inte angiven i bedömningsplanen
known-results = Enligt { $statement } ({ $state }) var resultat kända när marginalen bestämdes{ $named ->
        [yes] : ”{ $results }”.
       *[no] .
    }
step1-further = { $n-n ->
        [one] Ytterligare en skillnad i urvalet ligger utanför marginalen: { $list }.
       *[other] Ytterligare { $n } skillnader i urvalet ligger utanför marginalen: { $list }.
    }
s11-1 = Presumtion och motivering
s11-2 = Datumens ordning
s11-3 = Förberedelse
s11-4 = Pågående, inte gällande rätt
s11-5 = Ej tillämpliga
step3-none = Inget ställningstagande om syfte, lämplighet eller nödvändighet finns i underlaget.
t12 = åtgärder enligt { $statement }
t12-metric = mått
t12-ground = grund
t12-threshold = gräns
t12-action = åtgärd
t12-who = vem
t12-within = inom (dagar)
monitor-cube = räknetabell att jämföra med
action-review = granska
action-restrict = begränsa
action-stop = stoppa
sample-share = andel
sample-n_per_period = antal per period
monitor-sample = slumpmässigt kontrollurval
t13 = ställningstaganden och underskrifter
t13-statement = ställningstagande
t13-version = version
t13-role = roll
t13-name = namn
t13-date = datum
t13-method = metod
t13-state = läge, gäller dessa resultat?
s13-none = Inga ställningstaganden har begärts eller lämnats.
method-recorded = antecknad
method-detached = fristående underskrift
signature-line = { $role } { $name }, { $date }
statement-line = { $state }{ $dated ->
        [yes] , version { $version }, skrivet den { $date }
       *[no] {""}
    }
field = fält
field-value = värde
ta = vad som bestämdes i förväg
ta-metric = mått
ta-stage = steg
ta-attributes = egenskaper
ta-stratum = justerad för
ta-unadjusted = ojusterad
ta-scale = skala
ta-margin = marginal
ta-reason = skäl
ta-decided = bestämd
decided-line = { $date }, { $name } ({ $role })
ta-none = Ingen jämförelse bestämdes i förväg. Inget utfall är därför avgörande.
tm = mått i rapporten
tm-metric = mått
tm-explain = betydelse
tm-formula = formel
tm-method = metoder
tm-none = Rapporten har inga mått.
method-interval = Osäkerhet
method-interval-text = Varje intervall har konfidensnivån { $level } procent. Den träffar rätt i långa loppet: i ungefär { $level } av 100 undersökningar innehåller ett sådant intervall det sanna värdet. Metoden står vid varje tal i bilaga C. Planeringstal är räknade med styrkan { $power } procent.
method-margin = Marginalen
method-margin-text = Marginalen är en så liten skillnad att den enligt ett skriftligt skäl saknar betydelse. Att en skillnad inte syns räcker inte för att säga att den är liten; därför krävs att hela intervallet ligger inom marginalen. Den nominella felrisken för ett sådant besked är { $alpha } procent åt varje håll.
method-one-sided-text = Planen frågar bara efter en nackdel för den namngivna gruppen (ensidigt): ett utslag läser den ände av intervallet som ligger i den riktningen. ”Inom marginalen” sägs bara där även den andra änden ligger inom marginalen; där jämförelsegruppen har det sämre utanför marginalen sägs det, och är inte bedömt.
method-several = Flera jämförelser
method-several-simultaneous = Den som gör många jämförelser hittar alltid något. Intervallen för de avgörande jämförelserna är därför gemensamma: de är vidgade så att konfidensnivån gäller alla på en gång.
method-several-holm = Den som gör många jämförelser hittar alltid något. P-värdena är därför justerade med Holms metod.
method-missing = Saknade uppgifter
method-missing-text = Ett saknat utfall räknas aldrig som utan fel, och en saknad grupp läggs aldrig till en annan. Ett tal som inte finns visas som ett streck med skälet som not, aldrig som noll.
method-rounding = Avrundning
method-rounding-text = Tal avrundas bara när de skrivs, aldrig i beräkningarna. Delarna summerar därför inte alltid. Där avrundning skulle lägga en gräns på eller över marginalen skrivs en siffra till.
method-limits = Begränsningar
method-limits-text = Rapporten säger vad underlaget visar för den undersökta populationen och perioden. Den säger inget om orsaker, om enskilda, eller om grupper och steg som inte kunnat mätas.
tb = filer
tb-file = fil
tb-format = format
tb-format-line = { $kind }, skiljetecken ”{ $delimiter }”, decimaltecken ”{ $decimal }”, { $encoding }
sign-comma = komma
sign-semicolon = semikolon
sign-tab = tabb
sign-pipe = lodstreck
sign-point = punkt
tb-format-kind = { $kind }
c5-judged-title = { $title }: skillnad mot jämförelsegruppen
tb-sniffed = delvis avläst, inte angivet
tb-groups = grupper i underlaget
tb-group = grupp
tb-n = antal
tb-share = andel
tb-no-groups = Underlaget har inga grupper.
tb-outcome = utfall
tb-definition = definition
tb-established = fastställt av
tb-differs = skillnad mellan urvalsvägar
representative-what = hur väl underlaget speglar dem som systemet ska användas på
representative-reason = planen anger ingen avsedd befolkning
representative-read = Så läser du: noll är samma andel i underlaget som i den befolkning som systemet är avsett för; under noll är gruppen för liten i underlaget. Talet är räknat i standardavvikelser och bland dem vars grupp är känd; det beskriver och avgör inget.
representative-need = gruppernas andelar i den avsedda populationen
b-warnings = Varningar
b-no-warnings = Inga varningar.
tc-none = Inga resultat finns.
tc-read = Här står varje skattning och jämförelse i rapportens datafil. Det som texten inte visar står bara här. På skärmen slutar varje rad om grupper med det id som den har i datafilen.
tc-both-arms = Där en andel är skattad ur båda urvalen är n det underlag som den vilar på: ärenden i modellurvalet och slumpurvalet tillsammans. Nämnaren är också skattad.
tc-estimates = skattningar
tc-judged = jämförelser med marginal
tc-pairs = jämförelser utan marginal, som inte avgör något
tc-aggregates = alla grupper tillsammans, vilket inte avgör något
tc-metric = mått
tc-stage = steg
tc-group = grupp
tc-reference = jämförelse
tc-part = del
tc-events = händelser
tc-n = n
tc-value = värde
tc-lower = nedre
tc-upper = övre
tc-method = metod
tc-id = id
tc-p = p
tc-p-adjusted = p justerat
tc-margin = marginal
tc-detectable = minsta upptäckbara
tc-verdict = utfall
short-percent = { $value } %
short-points = { $value } p.e.
short-ten-thousand = { $value } av 10 000
short-thousand = { $value } per 1 000
d-missing = Saknade ställningstaganden
te-demand = kräver
te-quote = lydelse
te-force = i kraft
te-force-line = från den { $from }{ $ends ->
        [yes] {" "}till den { $to }
       *[no] {""}
    }
te-applies = tillämpas från
te-applies-here = tillämpas på detta system från
te-source = källkontroll
te-doubt = oklart
te-evidence = begärt underlag
te-statements = begärda ställningstaganden
te-rule = statusregel
te-status = status
te-reasons = skäl (koder)
tg-spec = bedömningsplan
tg-counting = vad som räknas
tg-cube = räknetabell
tg-results = resultat
tg-tool = verktyg
tg-engine = beräkningsmotor
tg-generator = slumptalsgenerator
tg-seed = slumptalsfrö
tg-created = bedömningens datum
tg-schema = datafilens version
tg-record = diarienummer
tg-retention = bevaras till
tg-verify = Kontrollsumman visar om en fil har ändrats: räknas den om och blir en annan, är filen inte densamma. Samma plan, data och frö ger samma fil.
tg-keep = Förslag: bevara datafil, räknetabell, plan och ställningstaganden minst två år efter sista användning.
ti = utelämnade passager
ti-place = passage
ti-provision = bestämmelse
ti-reason = skäl
ti-decided = beslutad
ti-control = Antal under { $cell } visas inte, inte heller grupper under { $group }. Antal dolda uppgifter: { $hidden }.
ti-rounding = Antal är avrundade till närmaste { $base }.
zero-of = { $zero } av { $n }
burden-few = { $a } per { $with-a }
at-most = högst { $upper }
verdict-exploratory = utforskande, avgör ingenting
verdict-exploratory-inside = utforskande: bedöms aldrig ligga inom marginalen
verdict-exploratory-several = utforskande: inte avgjort när hänsyn tas till hur många jämförelserna är
statement-rest = resten står i bilaga D
state-bound = gäller dessa resultat
ti-none-control = Planen har ingen röjandekontroll: små tal är inte dolda. Rapporten är intern.
ti-profile-full = Detta är den fullständiga versionen.
ti-profile-disclosable = Detta är versionen för utlämnande. En fullständig version finns.
ti-no-passages = Inga passager är utelämnade.

## Terms: glossary.md. Explanations stand in Annex H.

term-audit = bedömning
    .explain = En genomgång av ett system på ett bestämt underlag vid en bestämd tid.
    .short = Genomgång av ett system
term-audit_spec = bedömningsplan
    .explain = Filen där det står i förväg vad som ska mätas, mot vad och med vilken marginal.
    .short = Plan satt i förväg
term-system = system
    .explain = Modellen, reglerna och rutinerna som bedömningen gäller.
    .short = Det som bedöms
term-model = modell
    .explain = Den del av systemet som räknar fram en poäng eller ett förslag.
    .short = Räknar fram poängen
term-score = poäng
    .explain = Ett tal som modellen ger varje ärende; högre betyder att modellen räknar med större risk.
    .short = Modellens tal
term-threshold = tröskelvärde
    .explain = Den poäng från vilken ett ärende väljs ut.
    .short = Gräns för urval
term-decision = åtgärd
    .explain = Vad som gjordes med ärendet i ett visst steg.
    .short = Vad som gjordes
term-formal_decision = beslut
    .explain = Myndighetens formella avgörande, som kan omprövas eller överklagas.
    .short = Formellt avgörande
term-outcome = utfall
    .explain = Vad som visade sig vara sant om ärendet, till exempel att det fanns ett fel.
    .short = Vad som visade sig
term-error_found = fel funnet
    .explain = Kontrollen visade att något var felaktigt; det säger inget om avsikt.
    .short = Fel vid kontroll
term-stage = steg
    .explain = En punkt i ärendets gång där människor behandlas olika, till exempel att väljas ut.
    .short = Punkt i ärendets gång
term-favourable = till fördel / till nackdel
    .explain = Om steget är till fördel eller nackdel för den som hamnar där; sätts i planen för varje steg.
    .short = Fördel eller nackdel
term-harmed = har det sämre
    .explain = Den grupp som en skillnad är till nackdel för.
    .short = Till nackdel för
term-problem = fel i underlaget
    .explain = Något i planen eller uppgifterna som inte går att läsa eller använda; vad, var och vad man gör åt det.
    .short = Vad som är fel, och var
term-pool = population
    .explain = Alla som modellen eller regeln tillämpades på; det är bland dem skillnader räknas.
    .short = Alla som berörs
term-unit = enhet
    .explain = Det som räknas: ett ärende, en person, ett dokument eller en händelse.
    .short = Det som räknas
term-period = period
    .explain = Tiden som underlaget gäller.
    .short = Underlagets tid
term-arm = urvalsväg
    .explain = Hur ett ärende kom att kontrolleras: valt av modellen, slumpvis eller på annat sätt.
    .short = Hur ärendet valdes
term-arm_model = modellurval
    .explain = Ärenden som modellen valde ut.
    .short = Valda av modellen
term-arm_random = slumpurval
    .explain = Ärenden valda av en slump, så att de speglar alla.
    .short = Valda av slumpen
term-selective_labels = utfall känt bara för kontrollerade
    .explain = Vi vet bara hur det förhöll sig i de ärenden som någon har kontrollerat.
    .short = Bara kontrollerade är kända
term-design = undersökningsupplägg
    .explain = Vilka ärenden som ingår och varför, vilket avgör vad som kan sägas.
    .short = Vad som ingår och varför
term-weight = vikt
    .explain = Hur många ärenden i populationen som ett ärende i underlaget står för.
    .short = Räknas som så många
term-cluster = kluster
    .explain = Ärenden som hör ihop, till exempel samma person; de räknas inte som oberoende.
    .short = Ärenden som hör ihop
term-cube = räknetabell
    .explain = Tabellen med antal som allt räknas från; den innehåller inga personer.
    .short = Antal, inga personer
term-baseline = utgångsläge
    .explain = Den tidigare mätning som nya perioder jämförs med.
    .short = Tidigare mätning
term-candidate = alternativ
    .explain = En annan modell, tröskel eller arbetsgång som har räknats igenom.
    .short = Annan lösning
term-attribute = egenskap
    .explain = Det som delar in människor i grupper i mätningen, till exempel kön.
    .short = Indelning i grupper
term-group = grupp
    .explain = De som har samma värde på en egenskap, till exempel kvinnor.
    .short = Samma egenskap
term-reference = jämförelsegrupp
    .explain = Den grupp som en annan grupp jämförs med; valet innebär ingen värdering.
    .short = Att jämföra med
term-ground = diskrimineringsgrund
    .explain = En av de sju egenskaper som diskrimineringslagen skyddar.
    .short = Skyddad i lagen
term-supplementary = övrig egenskap
    .explain = En egenskap som inte är en diskrimineringsgrund i lagen men som kan ha betydelse.
    .short = Ej grund i lagen
term-measure = mått på grunden
    .explain = Den uppgift som används för att fånga en grund, till exempel registrerat kön.
    .short = Uppgift som används
term-proxy = ersättningsmått
    .explain = En uppgift som används i stället för grunden och bara delvis fångar den.
    .short = Fångar delvis
term-inseparable_proxy = oskiljbart samband
    .explain = En uppgift som i praktiken sammanfaller med en skyddad grund.
    .short = Sammanfaller med grund
term-membership = sannolik grupptillhörighet
    .explain = För varje person anges hur sannolikt det är att hen hör till gruppen; ingen pekas ut.
    .short = Sannolikhet, inte uppgift
term-sex = kön
    .explain = Kvinna eller man; i mätningen det registrerade könet, som inte fångar alla som grunden skyddar.
    .short = Registrerat kön
term-gender_identity = könsöverskridande identitet eller uttryck
    .explain = Att inte identifiera sig som kvinna eller man, eller att genom klädsel eller på annat sätt ge uttryck för att tillhöra ett annat kön.
    .short = Lagens grund 2
term-ethnicity = etnisk tillhörighet
    .explain = Nationellt eller etniskt ursprung, hudfärg eller liknande förhållande.
    .short = Lagens grund 3
term-foreign_background = utländsk bakgrund
    .explain = Född utomlands, eller född i Sverige med föräldrar födda utomlands; det är inte samma sak som etnisk tillhörighet.
    .short = Statistiskt mått
term-religion = religion eller annan trosuppfattning
    .explain = Tro eller jämförbar livsåskådning; uppgiften finns normalt inte hos myndigheten.
    .short = Lagens grund 4
term-disability = funktionsnedsättning
    .explain = Varaktig begränsning av funktionsförmågan som finns, har uppstått eller kan förväntas uppstå; inte samma sak som sjukdom eller förmån.
    .short = Lagens grund 5
term-sexual_orientation = sexuell läggning
    .explain = Homosexuell, bisexuell eller heterosexuell läggning; uppgiften finns normalt inte.
    .short = Lagens grund 6
term-age = ålder
    .explain = Uppnådd levnadslängd.
    .short = Lagens grund 7
term-intersection = korsade grupper
    .explain = Personer som hör till två eller flera grupper samtidigt, till exempel äldre kvinnor.
    .short = Flera grupper samtidigt
term-subgroup = delgrupp
    .explain = En mindre grupp som framträtt i data och inte bestämts i förväg.
    .short = Funnen i data
term-stratum = jämförbara ärenden
    .explain = Ärenden som är lika i de avseenden som lagligen får ha betydelse.
    .short = Lika i det som får spela roll
term-legitimate_factor = saklig faktor
    .explain = Något som enligt en namngiven person har saklig betydelse för ärendet.
    .short = Saklig enligt person
term-selection_rate = andel utvalda
    .explain = Hur stor del av gruppen som valdes ut.
    .short = Del som valdes ut
term-non_selection_rate = andel inte utvalda
    .explain = Hur stor del av gruppen som inte valdes ut.
    .short = Del som inte valdes ut
term-base_rate = felandel i hela gruppen
    .explain = Hur vanligt utfallet är i hela gruppen, oavsett modellen.
    .short = Vanligt i gruppen
term-group_share = gruppens andel
    .explain = Hur stor del av alla, eller av alla utvalda, som hör till gruppen; beskriver, avgör inte.
    .short = Beskrivande
term-disparity = skillnad
    .explain = Hur mycket gruppen skiljer sig från jämförelsegruppen i samma steg.
    .short = Mot jämförelsegruppen
term-difference = skillnad i procentenheter
    .explain = Den ena gruppens andel minus den andras.
    .short = Andel minus andel
term-ratio = kvot
    .explain = Den ena gruppens andel delad med den andras; 1 betyder lika.
    .short = Andel delat med andel
term-odds_ratio = oddskvot
    .explain = Ett jämförelsetal som används i vissa metoder; det är inte samma sak som kvoten mellan andelar.
    .short = Tekniskt jämförelsetal
term-direct_standardisation = skillnad vid samma sammansättning
    .explain = Skillnaden om grupperna hade haft samma sammansättning av sakliga faktorer.
    .short = Samma sammansättning
term-standardised = standardiserad skillnad
    .explain = Skillnaden räknad i spridningsmått (standardavvikelser), så att olika mått kan jämföras; bara i bilaga.
    .short = I standardavvikelser
term-unadjusted = ojusterad
    .explain = Som det blev, utan hänsyn till andra faktorer.
    .short = Som det blev
term-adjusted = justerad
    .explain = Jämförelse mellan ärenden som liknar varandra i angivna avseenden; ersätter inte den ojusterade.
    .short = Lika ärenden jämförs
term-natural_frequency = antal av 10 000
    .explain = Ett sätt att skriva andelar som antal människor.
    .short = Människor, inte procent
term-margin = marginal
    .explain = Så liten skillnad att den enligt ett skriftligt skäl saknar betydelse, bestämd i förväg.
    .short = Satt i förväg
term-persistence = varaktighet
    .explain = Om skillnaden återkommer i samma riktning period efter period.
    .short = Återkommer den?
term-burden_ratio = kontrollerade utan fel per 1 000 med fel
    .explain = Hur många som kontrolleras i onödan för varje tusen som hade fel.
    .short = I onödan kontrollerade
term-positive_predictive_value = träffsäkerhet
    .explain = Hur stor del av de utvalda och kontrollerade som hade fel.
    .short = Fel bland utvalda
term-false_discovery_rate = andel utan fel bland utvalda
    .explain = Hur stor del av de utvalda och kontrollerade som inte hade fel.
    .short = Utan fel bland utvalda
term-true_positive_rate = andel upptäckta fel
    .explain = Hur stor del av dem med fel som valdes ut.
    .short = Upptäckta av felen
term-false_negative_rate = andel missade fel
    .explain = Hur stor del av dem med fel som inte valdes ut.
    .short = Missade av felen
term-false_positive_rate = andel utan fel som valdes ut
    .explain = Hur stor del av dem utan fel som ändå valdes ut.
    .short = Utpekade utan fel
term-true_negative_rate = andel utan fel som lämnades i fred
    .explain = Hur stor del av dem utan fel som inte valdes ut.
    .short = Lämnade i fred
term-accuracy = andel rätt
    .explain = Hur stor del av alla ärenden som modellen bedömde rätt; säger lite när fel är ovanliga.
    .short = Rätt av alla
term-lift = vinst mot slump
    .explain = Hur mycket oftare modellens urval träffar fel än ett slumpurval.
    .short = Bättre än slump?
term-auc = rangordningsförmåga
    .explain = Hur ofta modellen ger ett ärende med fel högre poäng än ett utan; 0,5 är slump, 1 är alltid.
    .short = 0,5 slump, 1 perfekt
term-calibration = tillförlitlig poäng
    .explain = Att poängen 0,3 betyder att ungefär 30 av 100 sådana ärenden har fel, i varje grupp.
    .short = Poängen betyder vad den säger
term-calibration_in_the_large = genomsnittlig avvikelse
    .explain = Om poängen i genomsnitt ligger för högt eller för lågt.
    .short = För högt eller lågt
term-calibration_slope = poängens spridning
    .explain = Om höga poäng är för höga och låga för låga, eller tvärtom; 1 är rätt.
    .short = 1 är rätt
term-expected_calibration_error = genomsnittligt fel i poängen
    .explain = Hur långt poängen i genomsnitt ligger från verklig andel fel.
    .short = Avstånd till verkligheten
term-brier_score = sammanlagt fel (Brier)
    .explain = Ett mått på poängens fel; 0 är bäst.
    .short = 0 är bäst
term-reliability_curve = tillförlitlighetskurva
    .explain = Bild som visar poäng mot verklig andel fel; diagonalen är rätt.
    .short = Diagonalen är rätt
term-label_quality = utfallens kvalitet
    .explain = Hur säkert utfallen är fastställda och av vem.
    .short = Hur säkra är utfallen
term-feedback_loop = självförstärkning
    .explain = Att modellen lär sig av egna urval och därför fortsätter välja samma grupper.
    .short = Lär av egna urval
term-misread_rate = andel felläsningar
    .explain = Hur stor del av uppgifterna i dokument som lästs fel.
    .short = Fellästa uppgifter
term-leak_rate = andel läckta uppgifter
    .explain = Hur stor del av uppgifterna som skulle ha maskerats men inte blev det.
    .short = Missad maskning
term-unmatched_rate = andel misslyckade kopplingar
    .explain = Hur stor del av ärendena som inte kunde kopplas till någon post i en annan källa.
    .short = Inte kopplade
term-wrong_link_rate = andel felaktiga kopplingar
    .explain = Hur stor del av kopplingarna som gick till fel post.
    .short = Fel kopplade
term-missing_share = andel saknade uppgifter
    .explain = Hur stor del av gruppens ärenden som saknar uppgiften.
    .short = Saknar uppgiften
term-estimate = skattning
    .explain = Ett tal räknat ur underlaget, med osäkerhet.
    .short = Räknat tal
term-interval = osäkerhetsintervall
    .explain = Det område som talet rimligen ligger i; bredare betyder osäkrare.
    .short = Rimligt område
term-level = konfidensnivå
    .explain = Hur ofta metoden träffar rätt i långa loppet, vanligen 95 av 100 gånger.
    .short = Oftast 95 %
term-n = antal
    .explain = Hur många som ingår.
    .short = Hur många
term-p_value = p-värde
    .explain = Hur ovanligt ett så här stort utslag vore om ingen skillnad fanns; det är inte sannolikheten att skillnaden saknas.
    .short = Avgör inte ensamt
term-p_adjusted = p-värde, justerat
    .explain = P-värde räknat med hänsyn till att många jämförelser gjorts.
    .short = Många jämförelser
term-multiplicity = många jämförelser
    .explain = Den som gör många jämförelser hittar alltid något; osäkerheten görs därför större.
    .short = Hittar alltid något
term-confirmatory = avgörande jämförelse
    .explain = Bestämd i förväg; utfallet räknas.
    .short = Bestämd i förväg
term-exploratory = utforskande jämförelse
    .explain = Inte bestämd i förväg; ger idéer, inte svar.
    .short = Ger idéer
term-minimum_detectable = minsta skillnad som hade kunnat upptäckas
    .explain = Mindre skillnader än så kan finnas utan att synas i underlaget.
    .short = Mindre syns inte
term-cases_needed = antal som behövs
    .explain = Hur många ärenden som krävs för att kunna avgöra frågan.
    .short = Behövs för svar
term-power = upptäcktsförmåga
    .explain = Hur ofta underlaget hade visat en skillnad av viss storlek om den funnits.
    .short = Chans att upptäcka
term-equivalence = visad frånvaro
    .explain = Intervallet ligger helt inom marginalen; då får man säga att skillnaden är liten.
    .short = Helt inom marginalen
term-bootstrap = omräkning med slump
    .explain = Osäkerheten räknas fram genom att dra om underlaget många gånger.
    .short = Dra om många gånger
term-bounds = yttre gränser
    .explain = Det minsta och största som är möjligt när uppgifter saknas.
    .short = Minst och mest möjligt
term-sensitivity = känslighetsanalys
    .explain = Hur svaret ändras om valen hade varit andra.
    .short = Andra val, annat svar?
term-tipping_point = brytpunkt
    .explain = Hur stark en okänd faktor måste vara för att ändra slutsatsen.
    .short = Vad som krävs
term-suppressed = dold
    .explain = Talet visas inte, för att enskilda inte ska kunna kännas igen.
    .short = Skyddar enskilda
term-missing = saknas
    .explain = Uppgiften finns inte för dessa ärenden.
    .short = Uppgift saknas
term-rounding = avrundning
    .explain = Tal är avkortade för läsbarhet; beräkningar görs på fulla tal.
    .short = Bara för läsbarhet
term-binning_error = fel av indelning
    .explain = Hur mycket poängens indelning i steg som mest kan ha ändrat talet.
    .short = Högsta möjliga fel
term-verdict = utfall av jämförelsen
    .explain = Vad underlaget visar om en jämförelse, mätt mot marginalen.
    .short = Mot marginalen
term-verdict_disparity = skillnad påvisad
    .explain = Hela intervallet ligger utanför marginalen.
    .short = Större än marginalen
term-within_margin = inom marginalen
    .explain = Hela intervallet ligger inom marginalen.
    .short = Säkert mindre
term-inconclusive = kan inte avgöras
    .explain = Underlaget räcker inte för att säga vare sig det ena eller det andra.
    .short = Underlaget räcker inte
term-excludes_no_difference = skillnad finns, storleken kan inte avgöras
    .explain = En skillnad syns, men det går inte att säga om den är större än marginalen.
    .short = Finns, men hur stor?
term-verdict_not_assessed = ej bedömd
    .explain = Jämförelsen har inte gjorts; skälet anges.
    .short = Inte gjord
term-finding = fynd
    .explain = En bestämmelse med sitt läge: vilket underlag som finns och vad som saknas.
    .short = Bestämmelsens läge
term-status_in_place = underlag finns
    .explain = Det som regelpaketet frågar efter finns; det betyder inte att regeln är följd.
    .short = Papperen finns
term-status_flagged = kräver ställningstagande
    .explain = Någon med rätt roll behöver ta ställning.
    .short = Någon måste avgöra
term-status_inconclusive = kan inte avgöras
    .explain = Underlaget kan inte ge svar på det bestämmelsen frågar.
    .short = Svar saknas
term-status_incomplete = underlag saknas
    .explain = Ett ställningstagande eller en handling saknas eller är inte undertecknad.
    .short = Något saknas
term-status_not_applicable = ej tillämplig
    .explain = En person har skrivit varför bestämmelsen inte gäller här, eller så följer det av datum och fakta.
    .short = Gäller inte här
term-status_not_assessed = ej bedömd
    .explain = Inget har räknats eller lämnats för bestämmelsen; skälet anges.
    .short = Inte prövad
term-preparation = förberedelse
    .explain = Bestämmelsen tillämpas först senare och redovisas för att kunna förberedas.
    .short = Gäller senare
term-pending = förslag, inte lag
    .explain = Föreslagen ändring; har ingen rättsverkan i dag.
    .short = Inte lag
term-coverage = täckning
    .explain = Hur många av grunderna och stegen som har kunnat mätas.
    .short = Så mycket är mätt
term-gate = spärr
    .explain = En inställning som stoppar en automatisk process tills någon har tagit ställning.
    .short = Stoppar tills beslut
term-stale = gäller tidigare resultat
    .explain = Ställningstagandet skrevs om andra siffror än dem i rapporten.
    .short = Behöver förnyas
term-illustration = illustration
    .explain = Exempeltext som visar formen och inte räknas.
    .short = Räknas inte
term-provision = bestämmelse
    .explain = En regel i lag, förordning eller annat som bedömningen prövar underlag mot.
    .short = En regel
term-rule_pack = regelpaket
    .explain = En samling bestämmelser med datum för när rättsläget lästes.
    .short = Bestämmelser, daterade
term-verification = källkontroll
    .explain = Om bestämmelsens text har lästs vid källan, när, och var den finns.
    .short = Läst vid källan?
term-address = adress till källan
    .explain = Var bestämmelsens text finns att läsa.
    .short = Här finns texten
term-legal_state = rättsläge per
    .explain = Datum för den nyaste konsoliderade text som har lästs; senare ändringar är inte kända.
    .short = Läst till och med
term-transition = övergångsregel
    .explain = En senare dag från vilken en bestämmelse gäller för system som redan var i bruk.
    .short = Gäller senare för äldre system
term-method_rule = metodregel
    .explain = En regel för hur underlaget tas fram, som inte står i någon lag.
    .short = Inte lag
term-disadvantage = missgynnande
    .explain = Att försättas i ett sämre läge, till exempel genom väntan, frågor eller misstanke.
    .short = Sämre läge
term-particular_disadvantage = särskilt missgynnande
    .explain = Att det särskilt är personer i en skyddad grupp som missgynnas av en regel.
    .short = Särskilt en grupp
term-direct_discrimination = direkt diskriminering
    .explain = Att missgynnas genom sämre behandling än någon annan i en jämförbar situation, om det har samband med en grund.
    .short = Samband med en grund
term-indirect_discrimination = indirekt diskriminering
    .explain = Att missgynnas av en till synes neutral regel som kan komma att särskilt missgynna en skyddad grupp och som inte är motiverad.
    .short = Neutral men drabbar
term-inadequate_accessibility = bristande tillgänglighet
    .explain = Att en person med funktionsnedsättning missgynnas genom att skäliga åtgärder för tillgänglighet inte har vidtagits.
    .short = Skäliga åtgärder saknas
term-comparable_situation = jämförbar situation
    .explain = Det läge där människor bör behandlas lika.
    .short = Bör behandlas lika
term-legitimate_aim = berättigat syfte
    .explain = Ett syfte som är godtagbart och inte har samband med en grund.
    .short = Godtagbart mål
term-suitability = lämplighet
    .explain = Att medlet faktiskt leder till målet.
    .short = Leder det till målet?
term-necessity = nödvändighet
    .explain = Att inget mindre ingripande medel räcker.
    .short = Finns mildare sätt?
term-proportionality = proportionalitet
    .explain = Att åtgärden kan antas leda till målet, inte går för långt och är rimlig i förhållande till olägenheten.
    .short = Rimligt i förhållande
term-objectivity = saklighet och opartiskhet
    .explain = Att bara omständigheter med saklig betydelse får påverka.
    .short = Bara sakskäl
term-presumption = omständigheter som ger anledning att anta
    .explain = Uppgifter som kan göra att svaranden måste visa att diskriminering inte har förekommit.
    .short = Kan flytta bevisbördan
term-burden_of_proof = bevisbörda
    .explain = Vem som ska visa vad i en rättegång; rapporten tar inte ställning till det.
    .short = Vem ska visa vad
term-sensitive_data = känsliga personuppgifter
    .explain = Uppgifter om bland annat hälsa, etniskt ursprung och religion som har särskilt skydd.
    .short = Särskilt skydd
term-profiling = profilering
    .explain = Automatisk bedömning av en persons egenskaper med hjälp av uppgifter om personen.
    .short = Automatisk bedömning
term-risk_profile = urvals- eller riskprofil
    .explain = En regel eller modell som pekar ut ärenden att kontrollera.
    .short = Pekar ut ärenden
term-ai_system = AI-system
    .explain = Ett system som drar egna slutsatser ur data enligt AI-förordningens definition.
    .short = Drar slutsatser ur data
term-provider = leverantör
    .explain = Den som utvecklar ett AI-system och tar det i bruk i eget namn.
    .short = Utvecklar
term-deployer = tillhandahållare
    .explain = Den som använder ett AI-system i sin verksamhet.
    .short = Använder
term-high_risk = AI-system med hög risk
    .explain = AI-system på områden som förordningen pekar ut, till exempel förmåner.
    .short = Utpekat område
term-human_oversight = mänsklig kontroll
    .explain = Att någon med kunskap, tid och befogenhet kan förstå, ändra och stoppa systemet.
    .short = Kan ändra och stoppa
term-automation_bias = övertro på systemet
    .explain = Att människor följer systemet även när det har fel.
    .short = Följer även fel
term-fria = konsekvensbedömning avseende grundläggande rättigheter
    .explain = Den bedömning som AI-förordningen kräver före användning av vissa system.
    .short = AI-förordningen art. 27
term-dpia = konsekvensbedömning avseende dataskydd
    .explain = Den bedömning som dataskyddsförordningen kräver vid hög risk för enskilda.
    .short = Dataskyddsf. art. 35
term-social_scoring = social poängsättning
    .explain = Förbjuden bedömning av människor som leder till ogynnsam behandling i sammanhang utan samband med uppgifterna, eller som är oproportionerlig.
    .short = Förbud, art. 5.1 c
term-supervisor = tillsynsmyndighet
    .explain = Myndighet som kan begära att få se underlaget, till exempel DO eller IMY.
    .short = Kan begära underlag
term-statement = ställningstagande
    .explain = Det en namngiven person har skrivit och undertecknat i en bestämd fråga.
    .short = En persons text
term-role = roll
    .explain = Vilken uppgift personen har när hen skriver under.
    .short = I vilken egenskap
term-signature = underskrift
    .explain = Vem som står för texten, när, och att texten inte har ändrats sedan dess.
    .short = Vem och när
term-sealed = låst i förväg
    .explain = Planen var fastställd och oförändrad innan uppgifterna lästes.
    .short = Före uppgifterna
term-residual_risk = kvarstående risk
    .explain = Det som är kvar att bära när åtgärder har vidtagits.
    .short = Det som är kvar
term-dominated = alternativ inom angiven förlust finns
    .explain = Det finns en lösning med mindre skillnad vars förlust av träffsäkerhet är så liten som man i förväg godtog.
    .short = Mindre skillnad, godtagbar förlust
term-follow_rate = andel som följer systemet
    .explain = Hur ofta åtgärden blev den som systemet föreslog.
    .short = Följer förslaget
term-override_rate = andel som ändras
    .explain = Hur ofta en människa gjorde annorlunda än systemet föreslog.
    .short = Gör annorlunda
term-straight_through_rate = andel helt automatiska
    .explain = Hur stor del av ansökningarna som avgjordes utan att en människa tog del av dem.
    .short = Utan handläggare
term-fall_out = utfall till handläggning
    .explain = Att ärendet lämnar automatiken och tas om hand av en människa.
    .short = Till en människa
term-reason_code = skäl till utfall
    .explain = Systemets angivna skäl till att ärendet togs ur automatiken eller valdes ut.
    .short = Angivet skäl
term-input = indatauppgift
    .explain = En uppgift som modellen eller regeln använder.
    .short = Används av modellen
term-contribution = betydelse för poängen
    .explain = Hur mycket uppgiften i genomsnitt påverkar poängen.
    .short = Påverkar så mycket
term-proxy_strength = hur väl uppgifterna förutsäger grunden
    .explain = Hur väl modellens uppgifter, en och en eller tillsammans, kan förutsäga en skyddad grund; 0,5 är slump, 1 är säkert.
    .short = Förutsäger grunden?
term-representation = andel av de utvalda mot andel av alla
    .explain = Gruppens andel av de utvalda jämförd med dess andel av alla.
    .short = Av de utvalda mot av alla
term-checking_rate = andel kontrollerade av de utvalda
    .explain = Hur stor del av de utvalda som verkligen kontrollerades.
    .short = Kontrollerade av utvalda
term-input_origin = sammanhang där uppgiften uppkom
    .explain = Var och varför uppgiften först samlades in.
    .short = Varifrån den kommer
term-drift = förändring över tid
    .explain = Att något har ändrats sedan utgångsläget: människorna, uppgifterna eller utfallen.
    .short = Ändrat sedan sist
term-signal = signal
    .explain = En i förväg satt gräns är passerad; någon ska titta, ingenting är avgjort.
    .short = Någon ska titta
term-false_alarm_rate = andel falska signaler
    .explain = Hur ofta en signal kommer fast inget har ändrats.
    .short = Signal utan orsak
term-representation_change = ändrad sammansättning
    .explain = Att andra människor än förut finns i populationen.
    .short = Andra människor
term-representativeness = representativitet
    .explain = Hur väl ett underlag speglar dem som systemet ska användas på.
    .short = Speglar rätt människor
term-synthetic_data = syntetiska data
    .explain = Påhittade poster som liknar verkliga; de säger inget om verkliga personer.
    .short = Påhittade poster
term-double_coding = dubbelgranskning
    .explain = Att två personer oberoende av varandra fastställer vad som är rätt.
    .short = Två bedömer
term-seeded_errors = inlagda fel
    .explain = Medvetet felaktiga förslag som läggs in för att se om de upptäcks.
    .short = Test av kontroll
term-network = nätverksanalys
    .explain = Att leta efter samband mellan personer, adresser, konton eller arbetsgivare.
    .short = Samband mellan personer
term-association_only = utpekad enbart genom samband
    .explain = Någon som valts ut för att hen har samband med en annan, utan egen omständighet.
    .short = Utan egen omständighet
term-masking = maskning
    .explain = Att dölja personuppgifter i handlingar innan de lämnas ut.
    .short = Döljer uppgifter
term-wilson = Wilsons metod
    .explain = Ett vanligt sätt att räkna intervall för andelar som fungerar även för små grupper.
    .short = Intervall för andelar
term-clopper_pearson = Clopper–Pearsons metod
    .explain = Ett försiktigt intervall för andelar i mycket små grupper.
    .short = Försiktigt intervall
term-newcombe = Newcombes metod
    .explain = Ett sätt att räkna intervall för skillnaden mellan två andelar.
    .short = Intervall för skillnad
term-mantel_haenszel = sammanvägning över jämförbara ärenden
    .explain = Skillnaden räknas inom varje slags ärende och vägs samman.
    .short = Vägd över ärendeslag
term-shrinkage = utjämnad skattning
    .explain = Små gruppers tal dras mot genomsnittet för att inte styras av slump.
    .short = Dämpar slumpen
term-chart_interval = intervalldiagram
    .explain = Punkten är skattningen, strecket osäkerheten, det tonade fältet marginalen.
    .short = Punkt, streck, fält
term-chart_stages = stegdiagram
    .explain = Visar hur många av 10 000 i varje grupp som når varje steg.
    .short = Av 10 000 per steg
term-chart_series = tidsdiagram
    .explain = Visar mätningen period för period med osäkerhet och händelser.
    .short = Period för period
term-chart_frontier = diagram över alternativ
    .explain = Visar varje alternativs skillnad mot dess träffsäkerhet.
    .short = Skillnad mot träff
term-matrix = översikt grund för grund
    .explain = Tabell med en rad för varje grund och en kolumn för varje steg.
    .short = Rad per grund
term-disclosure_control = röjandekontroll
    .explain = Åtgärder för att ingen enskild ska kunna kännas igen i tabeller.
    .short = Skyddar enskilda
term-minimum_cell = minsta antal i en cell
    .explain = Antal under vilket ett tal döljs.
    .short = Under detta döljs
term-complementary_suppression = följddöljning
    .explain = Att fler tal döljs så att det första inte kan räknas fram.
    .short = Hindrar uträkning
term-full_version = fullständig version
    .explain = Rapporten med alla uppgifter, även de som kan omfattas av sekretess.
    .short = Allt med
term-disclosable_version = version för utlämnande
    .explain = Rapporten utan de passager som en namngiven person bedömt omfattas av sekretess.
    .short = Utan sekretess
term-withheld = utelämnad
    .explain = En passage som inte lämnas ut; bestämmelsen anges.
    .short = Med angivet stöd
term-secrecy = sekretess
    .explain = Förbud att röja en uppgift enligt lag.
    .short = Får inte röjas
term-public_document = allmän handling
    .explain = Handling som förvaras hos en myndighet och är inkommen eller upprättad där; var och en kan begära den.
    .short = Kan begäras ut
term-record_number = diarienummer
    .explain = Numret under vilket handlingen är registrerad.
    .short = Registrerad som
term-retention = bevarande och gallring
    .explain = Hur länge något sparas och när det förstörs.
    .short = Hur länge det sparas
term-provenance = spårbarhet
    .explain = Uppgifter om vad rapporten är gjord av, när och med vad.
    .short = Vad den är gjord av
term-sha256 = kontrollsumma
    .explain = Ett fingeravtryck av en fil; ändras filen ändras kontrollsumman.
    .short = Filens fingeravtryck
term-results_sha256 = kontrollsumma för resultaten
    .explain = Fingeravtryck av siffrorna, som visar vilka resultat ett beslut bygger på.
    .short = Siffrornas fingeravtryck
term-seed = slumptalsfrö
    .explain = Talet som gör att en slumpberäkning kan upprepas exakt.
    .short = Går att upprepa
term-verify = kontrollera
    .explain = Att räkna om kontrollsummor och se att inget har ändrats.
    .short = Är något ändrat?
term-pdf_a = arkivformat (PDF/A)
    .explain = Ett format som ska gå att läsa även långt senare.
    .short = Läsbart länge
term-engine = beräkningsmotor
    .explain = Programmet som räknade antalen.
    .short = Räknade antalen
