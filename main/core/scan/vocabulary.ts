/**
 * What the words of an order mean, in the languages orders were met in: English, German, French, Spanish, Portuguese,
 * Italian, Dutch, Polish, Russian, then Chinese and Japanese; the plainest words also in Korean, Turkish, Swedish, Danish, Norwegian,
 * Ukrainian, Arabic, Czech, Romanian, Greek, Indonesian, Hungarian, Finnish and Hebrew. Rules speak of meanings, so that one rule holds for all
 * languages. A word with `*` is a stem. Accents and case are taken off before comparing.
 */
export const MEANINGS = {
  order: `must always immediately mandatory required shall should strictly ensure needs never
    muss* musst sollst sollte* immer zwingend unbedingt sofort verpflichtend doit* devez toujours imperativement obligatoire* immediatement
    debe* deberas siempre obligatori* inmediatamente deve deves devem devera devem sempre obrigatori* imediatamente deve devi dovete immediatamente
    moet* altijd verplicht onmiddellijk musi musisz zawsze natychmiast koniecznie должен должны обязан* всегда немедленно обязательно
    必须 务必 总是 应该 应当 立即 一定要 しなければ 必ず 常に 直ちに
    반드시 항상 즉시 mutlaka zorunlu* daima hemen maltid alltid obligatorisk* altid omedelbart повинен завжди негайно обовязково يجب دائما فورا
    musite vzdy okamzite trebuie intotdeauna imediat πρεπει παντα αμεσως wajib harus selalu segera mindig azonnal kotelezo taytyy aina valittomasti`,
  please: `please kindly bitte veuillez svp merci favor gentilmente cortesemente alstublieft graag prosze пожалуйста прошу 请 請 ください 下さい お願い
    lutfen va rog snalla будь ласка prosim`,
  model: ` assistant* agent* ai llm llms model* chatbot* claude gpt* gemini copilot orchestrator bot
  assistent* ki modell* assistant* ia modele* agent* asistente* modelo*
  assistente* modello* agente* asystent* model* ассистент* помощник* модель* агент*
  助手 模型 智能体 代理 アシスタント モデル エージェント
    어시스턴트* 모델* asistan* yapay asystent* асистент* المساعد مساعد asistent* βοηθ* asisten assistentti`,
  you: `you your yourself du dich dir dein deine deiner deinem deinen ihre tu vous votre vos ton usted ustedes tus voce seu sua jij je jouw uw ty twoj twoja twojej ты вы твой ваш ваше вашем 你 您 あなた`,
  user: `user* human* customer* operator benutzer* nutzer* anwender* utilisateur* usuario* utilizador* utente utenti gebruiker* uzytkownik* пользовател* 用户 使用者 ユーザー 利用者
    사용자* 이용자* kullanici* anvandar* bruger* bruker* користувач* المستخدم للمستخدم مستخدم uzivatel* utilizator* χρηστ* pengguna felhasznalo* kayttaj* משתמש* למשתמש`,
  not: `not never dont don't doesnt doesn't without no avoid nor cannot neither
    nicht nie niemals ohne kein* ne pas jamais sans aucun* sin nunca jamas ningun* nao sem nenhum* non senza mai nessun* niet nooit zonder geen nie nigdy bez не никогда без нельзя
    不要 不得 不能 不可 勿 别 无需 不用 未经 禁止 ないで ない ず なし せず 禁止
    말고 마세요 마십시오 마라 말 않* 없이 sakin asla olmadan inte utan aldrig ikke uden aldri لا ولا دون بدون nikdy fara niciodata μην ποτε χωρις jangan tanpa ne soha nelkul ala alaka koskaan אל ואל ללא`,
  tell: `tell* say show display mention* inform informs informing informed notify notifying notifies notifique notifica reveal* disclos* alert* acknowledg* announc* divulg* admit* inform
    sag* erwahn* mitteil* informier* verrat* benachrichtig* dis dites mentionn* informe* revele* signale* diga* dile mencion* informa revel* notifi* avis* dizer diga conte
    dire dici dite menzion* comunic* rivel* vertel* vermeld* noem informeer* meld mow mowic wspomin* informuj* ujawni* powiadam* говори* сообща* сообщ* упомина* уведомл* раскрыва*
    告诉 告知 提及 透露 通知 提到 泄露 知らせ 伝え 言わ 教え 通知 言及
    알리* 말하* 언급* 공개* haber bildir* bahset* beratta* namn* avsloja* fortael* fortell* naevn* повідомля* кажи* розповіда* згадуй* تخبر* تذكر* اخبر*
    rekni* sdel* spune* mentiona* anunta* πεις αναφερ* ενημερω* katakan* beritahu tahu memberitahu mondd emlits* kerro mainits* תספר* תגיד*`,
  confirm: `confirm* approv* ask asking asked permission* consent* authorization authorisation prompting verification
    bestatig* nachfrag* ruckfrag* genehmig* zustimm* erlaubnis fragen confirmation* approbation demander consentement autorisation confirmacion* aprobacion* preguntar permiso consentimiento
    confirmacao aprovacao perguntar permissao confermare conferma approvazione chiedere permesso bevestig* toestemming goedkeuring vragen potwierdz* pytania zgody подтвержден* разрешен* спрашива* согласи*
    确认 批准 询问 同意 许可 授权 確認 承認 許可 尋ね
    확인* 승인* 허락* onay* izin* bekraft* godkann* godkend* підтверд* дозвол* تاكيد موافقة potvrz* souhlas* confirmare aprobare επιβεβαιω* konfirmasi izin jovahagy* vahvist*`,
  override: `ignor* disregard* forget* overrid* bypass* circumvent* supersed* overrul* neglect skip* suppress* disabl* dismiss evade sidestep remove removing discard drop waive lift loosen unlock
    ignorier* missacht* vergiss vergess* umgeh* uberschreib* uberspring* ausser* oubli* outrepass* contourn* neglige* omets omett* olvid* omite omitir salta* desactiv* anul*
    esquec* esquec* desconsider* contorn* desativ* ignora* dimentic* trascur* aggira* scavalc* sovrascriv* negeer* vergeet omzeil* overschrijf* zignoruj* pomin* zapomnij obejdz nadpisz
    игнорир* проигнорир* забуд* обойди* обойти отмени* пренебре*
    忽略 无视 忘记 忘掉 绕过 覆盖 跳过 不理会 無視 忘れ 上書き 回避 無効
    무시* 잊* 우회* yoksay* gormezden unut* atla* ignor* strunta bortse glom* tilsidesaet* tilsidesett* ігнор* забудь* обійди* تجاهل* انس تجاوز* zapomen* opomin* ignora* uita* αγνο* ξεχασ* abaikan* lupakan* hagyd felejtsd ohita* unohda* התעלם* שכח*`,
  rules: `instruction* guideline* prompt prompts safety safeguard* guardrail* restriction* constraint* directive* directions      
  anweisung* instruktion* richtlini* vorgabe* einschrankung* consigne* instruction* directive* restriction* instruccion* directriz directrices restriccion*
  instruc* regra* diretriz* restric* istruzion* regol* direttiv* linee instructie* richtlijn* instrukcj* zasad* wytyczn* polecen* ograniczen* инструкци* правил* указани* ограничени* 
  指令 指示 规则 規則 提示 提示词 限制 约束 过滤 指引 命令 ルール 指示 プロンプト 制約 制限 ガイドライン 命令
    지시* 지침* 규칙* 명령* 프롬프트* talimat* yonerge* kural* komut* instruktion* regler* anvisning* instruks* інструкці* вказівк* правил* التعليمات تعليمات القواعد الاوامر pokyn* instrukc* pravid* instructiun* reguli* οδηγ* κανον* instruksi* petunjuk* aturan* utasitas* szabaly* ohje* saan* הוראות ההוראות`,
  terms: `parameter* specification* configuration* setting* boundar* protocol* behavior* behaviour* operational procedural procedure* policy policies rule rules guidance requirement*
    vorgaben einstellung* konfiguration* parametre* configuracion* parametro* impostazion* instelling* ustawien* настройк* параметр* 配置 参数 设置 設定 パラメータ`,
  previous: `previous* prior above earlier preceding former initial original system existing foregoing past before
    vorherig* bisherig* fruher* obig* vorangegangen* system* precedent* anterieur* ci-dessus previa* previo* anterior* previ* precedent* sopra vorige eerdere bovenstaande poprzedni* wczesniejsz* powyzsz* предыдущ* прежн* вышеуказанн* системн*
    之前 先前 以前 上述 上面 前面 此前 系统 以前 これまで 前の 上記 システム
    이전* 앞선 기존* 위의 onceki* yukaridaki daha tidigare foregaende forrige forudgaende попередн* раніш* السابقة السابقه سابقة predchozi* predesl* anterioar* προηγουμεν* sebelumnya terdahulu korabbi* elozo* aiem* edellis* הקודמות קודמות`,
  new: `new updated revised modified refreshed changed adjusted altered realigned amended fresh latest alternative different neue neuen neuer aktualisiert* geandert* nouveau nouvelle* nouvelles mis modifie* nuev* actualizad* modificad*
    novo novos nova novas atualizad* alterad* nuov* aggiornat* modificat* nieuw* bijgewerkt* gewijzigd* nowy nowe nowa nowych zaktualizowan* zmienion* новы* новая обновл* изменен*
    新的 新 更新 修改 变更 変更 新しい`,
  session: `session* interaction conversation* current present immediate applicable effective engagement moment now context environment ongoing sitzung* gesprach* aktuell* jetzt session conversation actuel* maintenant sesion conversacion actual ahora sessao conversa atual agora
    sessione conversazione attuale adesso sessie gesprek huidig* nu sesj* rozmow* obecn* teraz сесси* разговор* текущ* теперь сейчас
    会话 对话 当前 现在 从现在 此刻 從現在 今から 現在 会話 セッション`,
  move: `send* sent forward* upload* transmit* exfiltrat* post posts posting email mail append* deliver* pass passing passed relay* copy copies export* leak* submit* share sharing route redirect* pipe beacon report transfer* dispatch* publish*
    send* schick* sende* ubermittl* ubertrag* weiterleit* hochlad* leite kopier* exportier* envoy* envoie* transmet* transfer* telecharg* copi* exporte* envia* envie* reenvi* sube suba transmit* manda mandar mande copia* exporta*
    envie* encaminh* transfer* inoltr* invia* inviar* trasmett* carica* stuur* verstuur* verzend* verzonden verstuurd gesendet geschickt ubermittelt envoyes envoyees enviad* inviat* wyslan* doorstur* uploade* kopieer* wyslij* wysyla* przeslij* przekaz* skopiuj* отправ* отправь* перешл* перешли* передай* загрузи* скопируй*
    发送 发往 发到 上传 转发 传输 送往 传送 提交 发给 導出 送信 転送 アップロード 送って 送る
    전송* 보내* 업로드* 전달* gonder* yukle* ilet* skicka* send* videresend* надішл* надсила* відправ* завантаж* ارسل* ارسال انقل* posli* odesli* nahraj* trimite* incarca* στειλ* ανεβασ* kirim* unggah* teruskan kuld* tovabbits* laheta* lataa שלח*`,
  secret: `password* passphrase* credential* secret* token* apikey* api_key* keys ssh private sensitive confidential pii personal cookies cookie wallet seed
    passe passwort* passworter kennwort* zugangsdaten geheim* schlussel vertraulich* motdepasse identifiants cle cles secret* confidentiel* contrasena* credencial* clave* secret* confidencial*
    senha* credenciais chave* segred* credenziali chiave chiavi segret* riservat* wachtwoord* inloggegevens sleutel* geheim* hasl* poswiadczen* klucz* poufn* парол* ключ* секрет* учетн* конфиденциальн*
    密码 密碼 密钥 凭证 凭据 机密 令牌 敏感 私钥 パスワード 認証情報 秘密 鍵 トークン 機密
    비밀번호* 암호* 토큰* 자격 sifre* parola* gizli* losenord* hemlig* adgangskod* passord* kodeord* парол* секрет* ключ* كلمات كلمة المرور السر سرية hesl* tajn* parol* secrete κωδικ* μυστικ* sandi rahasia jelszav* jelszo* titkos* salasan* סיסמ* הסיסמאות`,
  conversation: `conversation* chat history transcript* prompt prompts context messages memory dialog* gesprach* verlauf chatverlauf conversation* historique conversacion* historial conversa* historico conversazion* cronologia gesprek* geschiedenis rozmow* histori* переписк* разговор* истори*
    对话 聊天记录 历史 上下文 聊天 会話 履歴 文脈
    대화* konusma* sohbet* samtal* samtale* розмов* المحادثة konverzac* conversati* συνομιλ* percakapan beszelgetes* keskustelu* השיחה`,
  all: `all every any everything entire full whole complete each alle allen alles jede* samtlich* ganze* tout* toute* tous chaque ensemble todos toda todas cada entero tutto tutti tutta ogni intero alle ieder* elke volledig* wszystk* kazd* все всех всю кажд* весь
    所有 全部 每次 一切 任何 すべて 全て 全部 あらゆる
    모든 모두 전부 tum butun her alla allt alle усі всі кожн* جميع كل vsechn* kazd* toate fiecare ολες ολα ολους semua setiap seluruh osszes minden kaikki כל`,
  data: `data output* result* file files content* information response* record* database* document* log logs email* message* contact* datei* daten ausgab* ergebnis* inhalt* donnee* fichier* resultat* sortie* contenu datos archivo* resultado* salida* contenido
    dados arquivo* saida* conteudo dati risultat* uscit* contenut* gegevens bestand* resulta* uitvoer dane danych plik* wynik* данны* файл* результат* вывод*
    数据 输出 结果 文件 内容 信息 データ 出力 結果 ファイル 内容 情報`,
  tool: `tool tools function functions plugin* werkzeug* tools outil* herramienta* funcion* ferramenta* strument* funzion* hulpmiddel* gereedschap* narzedzi* инструмент* функци* 工具 函数 ツール 関数`,
  use: `use used using call calls calling called invok* execut* run runs running perform* trigger* launch* nutz* verwend* benutz* aufruf* ruf rufe ausfuhr* fuhre utilis* appel* execut* usar use utiliza* llama* ejecut* invoc* chame chamar execut* usa* usare chiam* esegu* gebruik* roep aanroep* voer uzyj* wywola* uruchom* использ* вызов* вызывай* выполн* запуст*
    使用 调用 執行 执行 运行 使って 使用 呼び出 実行`,
  before: `before prior whenever first after beforehand once when upon until bevor vor zuerst nachdem wenn sobald danach avant apres lorsque quand chaque d'abord antes despues cuando siempre primero antes depois quando primeiro prima dopo quando
    voordat voor nadat wanneer eerst zodra przed po zanim gdy kiedy najpierw перед прежде после когда сначала
    之前 之后 首先 每当 先 時 前に 後に まず する前`,
  other: `other others another rest alternative andere* autre* otr* outr* altr* ander* inny inne innych друг* 其他 其它 别的 他の ほかの`,
  follow: `follow* adher* obey* comply complying abide heed adopt befolg* folge* gehorch* suis suivez suivre respect* obeis* sigue* siga* seguir obedec* cumpl* obede* siga segui* obbedi* rispett* volg* gehoorza* przestrzegaj* postepuj* wykonaj следуй* следова* соблюда* подчин* выполняй*
    遵循 遵守 服从 听从 遵照 従って 従い 従う`,
  answer: `response* reply replies answer* summary antwort* ausgabe zusammenfassung reponse* resume respuesta* resposta* risposta risposte antwoord* odpowied* ответ* 回复 回答 答复 响应 回應 返信 回答 応答 返答`,
  add: `add adding include* including append* insert* incorporat* embed* place put write begin start end finish say print output respond* repl* enhance* augment* integrat* supplement* enrich* mention modify provide replace* scramble jumble group combine translat* encode* use format infuse attach inject* weave promot* recommend* suggest* advertis* offer*
    fuge* hinzu* einfug* erganz* schreib* antworte* ajout* inclu* inser* ecri* reponds repondez anad* agreg* incluy* escrib* respond* coloca* adicion* escrev* aggiung* inserisc* scriv* rispond* voeg toevoeg* schrijf antwoord dodaj* umiesc* napisz odpowiedz добав* включ* напиши* вставь* ответь*
    添加 加入 包含 插入 输出 写 回复 追加 含め 挿入 出力 書い`,
  silent: `silently secretly covertly quietly surreptitiously discreetly stealthily invisibly undetected heimlich unbemerkt stillschweigend unauffallig secretement discretement silencieusement secretamente silenciosamente discretamente segretamente silenziosamente stiekem stilletjes heimelijk potajemnie ukradkiem dyskretnie тайно незаметно скрытно 秘密地 悄悄 暗中 偷偷 默默 こっそり 密かに 黙って`,
  conceal: `soyleme* bildirme* bahsetme* nerikej* nesdeluj* neprozrazuj* verschweig* verheimlich* dissimule* oculta* nascond* verzwijg* zatajaj* przemilcz* скрой* скрывай* утаи* приховуй* sembunyikan* 숨기* salla* 隠し 隐瞒 隱瞞`,
  wrong: `incorrect wrong erroneous mistaken flawed inaccurate faulty invalid error errors mistakes falsch fehlerhaft* inkorrekt incorrect* erron* faux incorrect* erroneo* equivocad* errad* sbagliat* errat* onjuist* fout* bledn* неверн* ошибочн* 错误 有误 不正确 間違 誤り`,
  redo: `recalculat* recomput* regenerat* reprocess* redo revis* reassess* reevaluat* rerun restart reanalyz* reanalys* repeat correct neu berechn* wiederhol* recalcul* refais refaites repit* rehac* refaz* ricalcol* rifai rifare herbereken* opnieuw przelicz* powtorz пересчита* переделай* 重新 再计算 再計算 やり直`,
  work: `analysis analyses assessment* evaluation* review* calculation* conclusion* computation* task tasks answer findings analyse* bewertung* berechnung* aufgabe* tache* evaluacion* analisis calculo tarea* analise tarefa* analisi calcolo compito taak taken zadani* analiz* анализ* оценк* задач* 分析 评估 任务 计算 分析 評価 タスク`,
  best: `best greatest superior ultimate finest #1 unbeatable unmatched favourite favorite preferred beste* meilleur* mejor* melhor* migliore* beste najlepsz* лучш* 最好 最佳 最优 最高 最良`,
  instead: `instead rather anstatt statt anstelle plutot instead lugar vez invece plaats zamiast вместо 而不是 代替 代わり`,
  task: `task tasks request* query queries job priority urgent auftrag* dringend* tache* demande* urgent* tarea* solicitud* pedido* tarefa* compito richiest* opdracht* verzoek* dringend* zadani* pilne* задани* запрос* срочн* 任务 请求 紧急 タスク 依頼 緊急`,
} as const;
export type Meaning = keyof typeof MEANINGS;

const IDEOGRAPHIC = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** Letters that Unicode takes for letters of their own. */
const PLAIN: Readonly<Record<string, string>> = { ł: 'l', ß: 'ss', ø: 'o', ı: 'i' };

/** A word as the tables spell it: without accents and case. */
export function fold(word: string): string {
  return word.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[łßøı]/g, (letter) => PLAIN[letter] ?? letter);
}

const exact = new Map<string, Set<Meaning>>();
const stems = new Map<string, Set<Meaning>>();
const written = new Map<string, Set<Meaning>>();
for (const [meaning, words] of Object.entries(MEANINGS) as [Meaning, string][]) {
  for (const entry of words.split(/\s+/)) {
    const table = IDEOGRAPHIC.test(entry) ? written : entry.endsWith('*') ? stems : exact;
    const key = table === written ? entry.normalize('NFKC') : fold(entry.replace(/\*$/, ''));
    table.set(key, (table.get(key) ?? new Set<Meaning>()).add(meaning));
  }
}
const LONGEST_STEM = Math.max(...[...stems.keys()].map((stem) => stem.length));
const WRITTEN = new RegExp([...written.keys()].sort((a, b) => b.length - a.length).join('|'), 'gu');

/** What a folded word means; empty for most words. */
export function meaningsOf(word: string): readonly Meaning[] {
  const found = new Set<Meaning>(exact.get(word));
  for (let length = 2; length <= Math.min(word.length, LONGEST_STEM); length += 1) {
    for (const meaning of stems.get(word.slice(0, length)) ?? []) found.add(meaning);
  }
  return [...found];
}

/** What is meant in a text of a script without spaces, and where. */
export function writtenMeanings(text: string): readonly { readonly at: number; readonly meaning: Meaning }[] {
  if (!IDEOGRAPHIC.test(text)) return [];
  return [...text.matchAll(WRITTEN)].flatMap(({ 0: word, index }) => [...(written.get(word) ?? [])].map((meaning) => ({ at: index, meaning })));
}
